// node run.mjs SCENARIO URL TOKEN MODEL: one scenario against a live server; exit code 0 when it holds.
import OpenAI from 'openai';
import * as chat from './chat.mjs';
import * as text from './text.mjs';
import * as failures from './failures.mjs';

const scenarios = { ...chat, ...text, ...failures };
const [name, url, token, model] = process.argv.slice(2);
const connect = (options = {}) => new OpenAI({ baseURL: `${url}v1`, apiKey: token, maxRetries: 0, ...options });

if (!scenarios[name]) {
  console.error(`There is no scenario '${name}'; there are: ${Object.keys(scenarios).join(', ')}.`);
  process.exit(2);
}

await scenarios[name]({ openai: connect(), connect, model });
