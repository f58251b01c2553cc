// Verifies deliveries as the READMEs of these libraries show. Reads a JSON list of
// {secret, headers, body}, and prints what each library says of each.
import { Webhook } from "standardwebhooks";
import { verify } from "@octokit/webhooks-methods";

let input = "";
for await (const chunk of process.stdin) input += chunk;
const out = [];
for (const { secret, headers, body } of JSON.parse(input)) {
  let standard = true;
  try {
    new Webhook(secret).verify(body, headers);
  } catch {
    standard = false;
  }
  out.push({ standard, octokit: await verify(secret, body, headers["x-hub-signature-256"]) });
}
console.log(JSON.stringify(out));
