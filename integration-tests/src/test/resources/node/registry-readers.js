// Reads framed values with two registry readers of the field, and has both write one.
// stdin: {"url":"…","topic":"…","values":["base64"],"event":{…}}
// stdout: {"read":{"kafkajs":[{…}],"confluent":[{…}]},"written":{"kafkajs":"base64","confluent":"base64"}}
const { SchemaRegistry } = require("@kafkajs/confluent-schema-registry");
const { SchemaRegistryClient, JsonDeserializer, JsonSerializer, SerdeType } = require("@confluentinc/schemaregistry");

async function main(task) {
  const values = task.values.map((value) => Buffer.from(value, "base64"));
  const kafkajs = new SchemaRegistry({ host: task.url });
  const client = new SchemaRegistryClient({ baseURLs: [task.url] });
  // Both validate by what is registered.
  const reader = new JsonDeserializer(client, SerdeType.VALUE, { validate: true });
  const writer = new JsonSerializer(client, SerdeType.VALUE, { useLatestVersion: true, autoRegisterSchemas: false, validate: true });
  const read = { kafkajs: [], confluent: [] };
  for (const value of values) {
    read.kafkajs.push(await kafkajs.decode(value));
    read.confluent.push(await reader.deserialize(task.topic, value, {}));
  }
  const id = await kafkajs.getLatestSchemaId(task.topic + "-value");
  const written = {
    kafkajs: (await kafkajs.encode(id, task.event)).toString("base64"),
    confluent: (await writer.serialize(task.topic, task.event, {})).toString("base64"),
  };
  process.stdout.write(JSON.stringify({ read, written }));
}

main(JSON.parse(require("fs").readFileSync(0, "utf8"))).then(
  () => process.exit(0),
  (error) => { console.error(error); process.exit(1); });
