// Reads requests with the official CloudEvents SDK, and the events by the CloudEvents JSON Schema.
// A line of the input is one request: { headers, body }; the output has one event a line.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { HTTP } = require("cloudevents");
const Ajv = require("ajv").default;
const addFormats = require("ajv-formats").default;

// The SDK has the schema compiled; the text of it stands in the same file.
const source = readFileSync(require.resolve("cloudevents").replace(/index\.js$/, "schema/v1.js"), "utf8");
const schema = JSON.parse(/const schema\d+ = (\{ "\$schema".*?\});?\n/.exec(source)[1]);
const ajv = new Ajv({ strict: false });
addFormats(ajv);
const valid = ajv.compile(schema);

for (const line of readFileSync(process.argv[2], "utf8").trim().split("\n")) {
  const request = JSON.parse(line);
  const event = HTTP.toEvent(request);
  event.validate();
  const json = event.toJSON();
  if (!valid(json)) {
    throw new Error(JSON.stringify(valid.errors) + " in " + JSON.stringify(json));
  }
  console.log(JSON.stringify(json));
}
