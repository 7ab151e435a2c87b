// Says which events ajv takes, by the strict, the tolerant and the registered schema.
// stdin: {"strict":{…},"tolerant":{…},"registered":{…},"events":[…]}
// stdout: [[true,true,false],…], an array for each event
const Ajv = require("ajv");
const Ajv2020 = require("ajv/dist/2020");
const addFormats = require("ajv-formats");

const task = JSON.parse(require("fs").readFileSync(0, "utf8"));
const newest = new Ajv2020({ allErrors: true });
addFormats(newest);
const validators = [
  newest.compile(task.strict),
  newest.compile(task.tolerant),
  // As a reader has it who configures nothing.
  new Ajv().compile(task.registered),
];
process.stdout.write(JSON.stringify(task.events.map((event) => validators.map((validate) => validate(event)))));
