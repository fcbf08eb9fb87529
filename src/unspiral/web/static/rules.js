// The safety rules in the browser: the twin of catalogue/rules.py and screening/*.py.
// Reads the compiled rules document only, keeps nothing and never touches the page or the clock.
// Unknown fires E and D. Every change here needs the same change there: tests/contract/rules_twin.

const ORDERED = new Set(["lt", "le", "gt", "ge"]);
const SEVERITY = { E: 4, D: 3, W: 2, R: 1, S: 0 };
const isNumber = (value) => typeof value === "number";

// ---- conditions: true, false or null (unknown) -------------------------------------------------

export function evaluate(condition, values) {
  if ("all" in condition) return all(condition.all.map((part) => evaluate(part, values)));
  if ("any" in condition) return any(condition.any.map((part) => evaluate(part, values)));
  if ("not" in condition) {
    const inner = evaluate(condition.not, values);
    return inner === null ? null : !inner;
  }
  if ("at_least" in condition) {
    return atLeast(condition.at_least, condition.of.map((part) => evaluate(part, values)));
  }
  return leaf(condition, values);
}

export function fires(condition, values, careful) {
  if (careful) return evaluate(condition, values) !== false;
  return evaluate(condition, doubtsAsYes(values)) === true;
}

export function renewed(condition, values, fresh, careful) {
  if (!fires(condition, values, careful)) return false;
  if ("variable" in condition) return fresh.has(condition.variable);
  if ("not" in condition) return true;
  const parts = condition.all ?? condition.any ?? condition.of ?? [];
  return parts.some((part) => renewed(part, values, fresh, careful));
}

export function doubtsAsYes(values) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === "unsure" ? "yes" : value]),
  );
}

export function variablesOf(condition) {
  if ("variable" in condition) return new Set([condition.variable]);
  const parts = "not" in condition ? [condition.not] : condition.all ?? condition.any ?? condition.of ?? [];
  return new Set(parts.flatMap((part) => [...variablesOf(part)]));
}

function leaf({ variable, op, value: want }, values) {
  const have = Object.hasOwn(values, variable) ? values[variable] : null;
  if (have === null || have === undefined || have === "unsure") return null;
  if (ORDERED.has(op) && !(isNumber(have) && isNumber(want))) return null;
  switch (op) {
    case "eq": return have === want;
    case "ne": return have !== want;
    case "lt": return have < want;
    case "le": return have <= want;
    case "gt": return have > want;
    case "ge": return have >= want;
    case "in": return want.includes(have);
    default: throw new Error(`unknown op ${op}`);
  }
}

function all(parts) {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function any(parts) {
  if (parts.includes(true)) return true;
  return parts.includes(null) ? null : false;
}

function atLeast(need, parts) {
  const sure = parts.filter((part) => part === true).length;
  if (sure >= need) return true;
  return sure + parts.filter((part) => part === null).length >= need ? null : false;
}

// ---- what became of each flag ------------------------------------------------------------------

function pasts(facts, rules) {
  const asked = new Map(rules.redflags.flatMap((flag) => flag.questions.map((q) => [q.id, q])));
  return new Map(rules.redflags.map((flag) => [flag.id, pastOf(flag.id, facts, rules, asked)]));
}

function pastOf(flagId, facts, rules, asked) {
  const events = facts.events.filter((e) => e.subject === flagId && e.kind.startsWith("flag_"));
  const ending = lastEnding(events, facts, rules);
  const standing = events.filter(
    (e) => e.kind === "flag_raised" && (!ending || e.at >= ending.at) && !isSettled(e, facts, rules, asked),
  );
  return {
    ended: ending ? ending.at : null,
    raised: worstLevel(standing.map(levelOf)),
    since: least(standing.map((e) => e.day)),
    knownSince: ending && ending.value === "seen" ? ending.day : null,
    inDoubt: standing.some((e) => waits(e, facts, rules)),
    sure: worstLevel(standing.filter((e) => !isDoubt(e)).map(levelOf)),
  };
}

function lastEnding(events, facts, rules) {
  const changed = events.filter((e) => e.kind === "flag_known" && e.value !== "unchanged").map((e) => e.at);
  const back = changed.length ? Math.max(...changed) : null;
  const endings = events.filter(
    (e) => e.kind === "flag_ended" && rules.constants.honoured.includes(e.value) &&
      !isFuture(e.at, facts, rules) && (back === null || e.at > back),
  );
  return endings.reduce(
    (best, e) => (!best || e.at > best.at || (e.at === best.at && e.value > best.value) ? e : best), null,
  );
}

function isSettled(event, facts, rules, asked) {
  if (!isDoubt(event)) return false;
  return event.value.split(" ")[2].split(",").every((name) => {
    const question = asked.get(name);
    return question && reassuring(question, facts.answers[name + rules.constants.follow], event.at);
  });
}

/* Whether a doubt still has a plain question to ask; "still not sure" is an answer to it. */
function waits(event, facts, rules) {
  if (!isDoubt(event)) return false;
  return event.value.split(" ")[2].split(",").some((name) => {
    const follow = facts.answers[name + rules.constants.follow];
    return !follow || follow.at < event.at;
  });
}

function isDoubt(event) {
  const words = event.value.split(" ");
  return words.length === 3 && words[1] === "unsure";
}

function levelOf(event) {
  const word = event.value.split(" ")[0];
  return word in SEVERITY ? word : "E";
}

// ---- answers to values -------------------------------------------------------------------------

const isFuture = (at, facts, rules) => at - facts.now > rules.constants.clock_tolerance_us;

function counts(answer, facts, rules) {
  if (answer.value === rules.constants.asked) return false;
  return !isFuture(answer.at, facts, rules) || answer.value === "yes" || answer.value === "unsure";
}

function reassuring(question, follow, since) {
  const plain = question.follow_up;
  if (!plain || !follow || follow.at < since) return false;
  return Object.hasOwn(plain.options, follow.value) &&
    !plain.yes_when.includes(follow.value) && follow.value !== "unsure";
}

function afterFollowUp(question, facts, rules) {
  const follow = facts.answers[question.id + rules.constants.follow];
  if (!follow || isFuture(follow.at, facts, rules)) return "unsure";
  if (reassuring(question, follow, facts.answers[question.id].at)) return "no";
  const sure = question.follow_up && question.follow_up.yes_when.includes(follow.value) &&
    follow.value !== "unsure";
  return sure ? "yes" : "unsure";
}

function waitsForFollowUp(question, facts, rules) {
  const answer = facts.answers[question.id];
  if (!answer || answer.value !== "unsure" || !question.follow_up) return false;
  const follow = facts.answers[question.id + rules.constants.follow];
  return !follow || follow.at < answer.at;
}

function ageOf(facts, rules) {
  const answer = facts.answers.birth_year;
  if (!answer || !counts(answer, facts, rules) || !isNumber(answer.value)) return null;
  const year = Number(facts.today.slice(0, 4));
  return answer.value >= 1900 && answer.value <= year ? year - Math.trunc(answer.value) : null;
}

function darkThoughtsOpen(facts, rules) {
  const opened = facts.events.filter((e) => e.kind === "dark_thoughts").map((e) => e.at);
  for (const item of [facts.answers.phq9_9, facts.answers.sleep_dark]) {
    if (item && ![0, "0", "no"].includes(item.value)) opened.push(item.at);
  }
  const safe = facts.events
    .filter((e) => e.kind === "safe_now" && !isFuture(e.at, facts, rules)).map((e) => e.at);
  return opened.length > 0 && (!safe.length || Math.max(...opened) >= Math.max(...safe));
}

export function effective(facts, rules, history = pasts(facts, rules)) {
  const values = {};
  for (const [name, answer] of Object.entries(facts.answers)) {
    if (counts(answer, facts, rules)) values[name] = answer.value;
  }
  for (const question of rules.redflags.flatMap((flag) => flag.questions)) {
    if (values[question.id] === "unsure") values[question.id] = afterFollowUp(question, facts, rules);
  }
  delete values.age;
  const age = ageOf(facts, rules);
  if (age !== null) values.age = age;
  for (const [flag, past] of history) {
    values[`known_${flag}`] = past.knownSince || past.raised ? "yes" : "no";
  }
  values.dark_thoughts = darkThoughtsOpen(facts, rules) ? "yes" : "no";
  return values;
}

// ---- triage ------------------------------------------------------------------------------------

export function triage(facts, rules) {
  const history = pasts(facts, rules);
  const values = effective(facts, rules, history);
  const findings = rules.redflags.flatMap((flag) => judge(flag, values, facts, history.get(flag.id)));
  findings.sort(byUrgency);
  const half = halfAnswered(findings, values, rules);
  const items = [...new Set([...openItems(facts, history, rules), ...half])];
  const told = findings.filter((f) => f.state === "open" || f.state === "unsure");
  return {
    level: worstLevel(findings.map((f) => f.level)) ?? "S",
    told: worstLevel(told.map((f) => f.level)) ?? "S",
    findings,
    to_ask: [...items, ...screensFor(blanks(findings, values, items, rules), rules)],
    cautions: rules.cautions.filter((c) => fires(c.when, values, true)).map((c) => c.id).sort(),
  };
}

// A sign that was told, whose E or D level rests on a question of its own not asked yet.
function halfAnswered(findings, values, rules) {
  const flags = new Map(rules.redflags.map((flag) => [flag.id, flag.questions]));
  return findings.filter((f) => f.state === "unanswered").map((f) => f.flag).filter((flag) => {
    const questions = flags.get(flag);
    return questions.some((q) => !Object.hasOwn(values, q.id)) &&
      questions.some((q) => ["yes", "unsure"].includes(values[q.id]));
  });
}

// Comfort without a server: no emergency told, no item open, and the danger screen answered a short while ago.
export function clearsComfort(facts, rules) {
  const found = triage(facts, rules);
  const grave = rules.redflags.filter((flag) => flag.levels.some((rule) => rule.level === "E"));
  const opened = grave.some((flag) => found.to_ask.includes(flag.id));
  if (found.told === "E" || opened) return false;
  const asked = rules.settles[rules.constants.danger] ?? [];
  return asked.length > 0 && asked.every((name) => {
    const answer = facts.answers[name];
    if (!answer || !counts(answer, facts, rules)) return false;
    return answer.value !== "no" || facts.now - answer.at <= rules.constants.comfort_us;
  });
}

function judge(flag, values, facts, past) {
  const fresh = freshOf(flag, values, facts, past);
  const fired = flag.levels.filter((rule) => ruleFires(rule, values, fresh))
    .map((rule) => ({ flag: flag.id, level: rule.level, state: stateOf(rule, values, fresh), since: null, rule }));
  let told = worst(fired.filter((f) => f.state !== "unanswered"));
  if (told) told.since = firstDay(told.rule, values, facts);
  const before = past.raised && {
    flag: flag.id, level: past.raised, since: past.since,
    state: past.sure === past.raised ? "open" : "unsure",
  };
  told = worst([told, before].filter(Boolean));
  if (told && past.since !== null) told = { ...told, since: past.since };
  if (!told && past.knownSince !== null) {
    told = { flag: flag.id, level: "S", state: "known", since: past.knownSince };
  }
  let blank = worst(fired.filter((f) => f.state === "unanswered"));
  if (blank && told && SEVERITY[blank.level] <= SEVERITY[told.level]) blank = null;
  return [told, blank].filter(Boolean)
    .map(({ flag: id, level, state, since }) => ({ flag: id, level, state, since }));
}

function ruleFires(rule, values, fresh) {
  const careful = rule.level === "E" || rule.level === "D";
  return fresh === null ? fires(rule.when, values, careful) : renewed(rule.when, values, fresh, careful);
}

function freshOf(flag, values, facts, past) {
  if (past.ended === null) return null;
  const names = flag.levels.flatMap((rule) => [...variablesOf(rule.when)]);
  return new Set(names.filter((name) => {
    if (!Object.hasOwn(values, name)) return true;
    const times = [facts.answers[name], facts.answers[`${name}_follow`]].filter(Boolean).map((a) => a.at);
    return Boolean(facts.answers[name]) && Math.max(...times) >= past.ended;
  }));
}

/* What was seen and is back only for a question not asked yet is unanswered, not told. */
function stateOf(rule, values, fresh) {
  if (fresh !== null && !renewed(rule.when, doubtsAsYes(values), fresh, false)) return "unanswered";
  if (evaluate(rule.when, values) === true) return "open";
  return evaluate(rule.when, doubtsAsYes(values)) === true ? "unsure" : "unanswered";
}

function firstDay(rule, values, facts) {
  return least([...variablesOf(rule.when)]
    .filter((name) => facts.answers[name] && ["yes", "unsure"].includes(values[name]))
    .map((name) => facts.answers[name].day));
}

function openItems(facts, history, rules) {
  return rules.redflags.filter((flag) =>
    (flag.questions.length && history.get(flag.id).inDoubt) ||
    flag.questions.some((q) => facts.answers[q.id]?.value === rules.constants.asked ||
      waitsForFollowUp(q, facts, rules))).map((flag) => flag.id);
}

function blanks(findings, values, items, rules) {
  const flags = new Map(rules.redflags.map((flag) => [flag.id, flag]));
  const openNow = new Set(items.flatMap((id) => flags.get(id).questions.map((q) => q.id)));
  const missing = findings.filter((f) => f.state === "unanswered")
    .flatMap((f) => flags.get(f.flag).levels.filter((rule) => rule.level === "E" || rule.level === "D"))
    .flatMap((rule) => [...variablesOf(rule.when)]);
  return new Set(missing.filter((name) => !Object.hasOwn(values, name) && !openNow.has(name)));
}

function screensFor(missing, rules) {
  const { four, before_movement: before, worked_out: workedOut, danger } = rules.constants;
  const left = new Set([...missing].map((name) => workedOut[name] ?? name));
  const order = [...four, ...before];
  const rest = Object.keys(rules.settles).sort()
    .filter((name) => !order.includes(name) && name !== danger && name !== "new_or_worse");
  return [...order, ...rest].filter((name) => {
    const settles = rules.settles[name] ?? [];
    if (!settles.some((variable) => left.has(variable))) return false;
    settles.forEach((variable) => left.delete(variable));
    return true;
  });
}

// ---- order -------------------------------------------------------------------------------------

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function byUrgency(a, b) {
  return compare(a.state === "known", b.state === "known") || SEVERITY[b.level] - SEVERITY[a.level] ||
    compare(a.state, b.state) || compare(a.flag, b.flag);
}

function worst(found) {
  return found.reduce((best, f) => (!best || rank(f) > rank(best) ? f : best), null);
}

const rank = (f) => SEVERITY[f.level] * 2 + (f.state === "open" ? 1 : 0);
const least = (days) => days.reduce((min, day) => (min === null || day < min ? day : min), null);

function worstLevel(levels) {
  return levels.reduce((best, level) => (best === null || SEVERITY[level] > SEVERITY[best] ? level : best), null);
}
