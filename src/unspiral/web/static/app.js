/* Starts what a page needs. Every page works without this file. */
import "./ticks.js";
