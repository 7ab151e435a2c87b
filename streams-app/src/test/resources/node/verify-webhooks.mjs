// Verifies signed requests with the official libraries, and refuses each with one bit changed.
// A line of the input is one request: { secrets, headers, body (base64), accepted }.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const libraries = {
  standardwebhooks: require("standardwebhooks").Webhook,
  svix: require("svix").Webhook,
};

// A body need not be JSON here: what follows the verification does not matter.
const verifies = (webhook, body, headers) => {
  try {
    webhook.verify(body, headers);
    return true;
  } catch (error) {
    return error instanceof SyntaxError;
  }
};

const counts = {};
const count = (name) => (counts[name] = (counts[name] ?? 0) + 1);
let seed = 1;
const random = (below) => (seed = (seed * 48271) % 2147483647) % below;

for (const line of readFileSync(process.argv[2], "utf8").trim().split("\n")) {
  const request = JSON.parse(line);
  const body = Buffer.from(request.body, "base64");
  for (const [name, Webhook] of Object.entries(libraries)) {
    for (const secret of request.secrets) {
      const webhook = new Webhook(secret);
      const accepted = verifies(webhook, body.toString("utf8"), request.headers);
      count(`${name} ${accepted === request.accepted ? (accepted ? "accepted" : "refused") : "WRONG"}`);
      if (!request.accepted || request.flips === false) continue;
      const flipped = Buffer.from(body);
      if (flipped.length > 0) {
        flipped[random(flipped.length)] ^= 1 << random(7);
        const passed = verifies(webhook, flipped.toString("utf8"), request.headers);
        count(`${name} ${passed ? "TAKEN WITH ANOTHER BODY" : "body refused"}`);
      }
      for (const header of ["webhook-id", "webhook-timestamp"]) {
        const value = Buffer.from(request.headers[header]);
        value[random(value.length)] ^= 1;
        const passed = verifies(webhook, body.toString("utf8"), { ...request.headers, [header]: value.toString() });
        count(`${name} ${passed ? "TAKEN WITH ANOTHER " + header : header + " refused"}`);
      }
    }
  }
}
console.log(JSON.stringify(counts));
