/* Small comforts on forms: None stands alone, number keys pick a step, nudges move by a step. */
