import assert from 'node:assert/strict';

const story = [{ role: 'user', content: 'Tell me a story about a fox.' }];

export async function chat_answers_with_text_and_usage({ openai, model }) {
  const answer = await openai.chat.completions.create({
    model, messages: [{ role: 'developer', content: 'You tell stories.' }, ...story], max_tokens: 8,
  });
  assert.equal(answer.object, 'chat.completion');
  assert.equal(answer.choices[0].message.role, 'assistant');
  assert.ok(answer.choices[0].message.content.length > 0);
  assert.ok(['stop', 'length'].includes(answer.choices[0].finish_reason));
  assert.ok(answer.usage.prompt_tokens > 0);
  assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
  assert.match(answer._request_id ?? '', /^[0-9a-f]{32}$/);
}

export async function chat_streams_pieces_and_then_the_usage({ openai, model }) {
  const stream = await openai.chat.completions.create({
    model, messages: story, max_completion_tokens: 12, stream: true, stream_options: { include_usage: true },
  });
  const chunks = [];
  for await (const chunk of stream)
    chunks.push(chunk);
  const pieces = chunks.map(chunk => chunk.choices[0]?.delta.content).filter(Boolean);
  assert.ok(pieces.length > 1);
  assert.equal(chunks[0].choices[0].delta.role, 'assistant');
  assert.equal(new Set(chunks.map(chunk => chunk.id)).size, 1);
  assert.equal(chunks.filter(chunk => chunk.usage).length, 1);
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.ok(chunks.at(-1).usage.completion_tokens <= 12);
}

export async function chat_without_include_usage_streams_none({ openai, model }) {
  const stream = await openai.chat.completions.create({ model, messages: story, max_tokens: 3, stream: true });
  for await (const chunk of stream) {
    assert.equal(chunk.usage ?? null, null);
    assert.equal(chunk.choices.length, 1);
  }
}

export async function chat_ends_before_a_stop_text({ openai, model }) {
  const settings = { model, messages: story, temperature: 0, max_tokens: 24 };
  const whole = (await openai.chat.completions.create(settings)).choices[0].message.content;
  const stop = whole.slice(10, 13);
  const cut = (await openai.chat.completions.create({ ...settings, stop: [stop] })).choices[0];
  assert.equal(cut.message.content, whole.slice(0, whole.indexOf(stop)));
  assert.equal(cut.finish_reason, 'stop');
}

export async function chat_with_the_same_seed_is_the_same_answer({ openai, model }) {
  const ask = async seed => (await openai.chat.completions.create({
    model, messages: story, seed, temperature: 1.5, max_tokens: 24,
  })).choices[0].message.content;
  assert.equal(await ask(7), await ask(7));
  assert.notEqual(await ask(7), await ask(8));
}

export async function chat_gives_as_many_answers_as_asked_for({ openai, model }) {
  const settings = { model, messages: story, n: 3, seed: 5, temperature: 1.5, max_tokens: 16 };
  const answer = await openai.chat.completions.create(settings);
  assert.deepEqual(answer.choices.map(choice => choice.index), [0, 1, 2]);
  const texts = answer.choices.map(choice => choice.message.content);
  assert.equal(new Set(texts).size, 3);
  assert.ok(answer.usage.completion_tokens <= 3 * 16);

  const streamed = ['', '', ''];
  for await (const chunk of await openai.chat.completions.create({ ...settings, stream: true })) {
    for (const choice of chunk.choices)
      streamed[choice.index] += choice.delta.content ?? '';
  }
  assert.deepEqual(streamed, texts);
}

export async function chat_obeys_both_names_of_the_token_limit({ openai, model }) {
  for (const limit of [{ max_tokens: 4 }, { max_completion_tokens: 4 }]) {
    const answer = await openai.chat.completions.create({
      model, messages: story, ignore_eos: true, ...limit,
    });
    assert.equal(answer.usage.completion_tokens, 4);
    assert.equal(answer.choices[0].finish_reason, 'length');
  }
}

export async function chat_gives_a_json_object({ openai, model }) {
  const answer = await openai.chat.completions.create({
    model, messages: story, max_tokens: 400, seed: 3, response_format: { type: 'json_object' },
    // The tiny model was never taught JSON: left to itself, it would not come to an end.
    logit_bias: { '"': 12, '}': 12 },
  });
  assert.equal(answer.choices[0].finish_reason, 'stop');
  assert.equal(typeof JSON.parse(answer.choices[0].message.content), 'object');
}

const animal = {
  type: 'json_schema',
  json_schema: {
    name: 'animal',
    strict: true,
    schema: {
      type: 'object',
      properties: {
        kind: { type: 'string', enum: ['fox', 'owl', 'dog'] },
        legs: { type: 'integer', minimum: 0, maximum: 8 },
        wild: { type: 'boolean' },
        friends: { type: 'array', items: { $ref: '#/$defs/friend' }, minItems: 1, maxItems: 2 },
      },
      required: ['kind', 'legs', 'wild', 'friends'],
      additionalProperties: false,
      $defs: {
        friend: {
          type: 'object', properties: { name: { type: 'string', maxLength: 8 } }, required: ['name'],
          additionalProperties: false,
        },
      },
    },
  },
};

export async function chat_gives_json_of_a_schema({ openai, model }) {
  const answer = await openai.chat.completions.parse({
    model, messages: story, max_tokens: 400, seed: 3, response_format: animal,
  });
  assert.equal(answer.choices[0].finish_reason, 'stop');
  const value = JSON.parse(answer.choices[0].message.content);
  assert.deepEqual(Object.keys(value), ['kind', 'legs', 'wild', 'friends']);
  assert.ok(['fox', 'owl', 'dog'].includes(value.kind));
  assert.ok(Number.isInteger(value.legs) && value.legs >= 0 && value.legs <= 8);
  assert.equal(typeof value.wild, 'boolean');
  assert.ok(value.friends.length >= 1 && value.friends.length <= 2);
  assert.ok(value.friends.every(friend => friend.name.length <= 8));
}

export async function chat_names_what_of_a_schema_is_not_enforced({ openai, model }) {
  const schema = {
    type: 'object',
    properties: {
      id: { type: 'string', pattern: '^(?!00)\\d{2}-[a-z]{3}$' },
      share: { type: 'number', minimum: 0, maximum: 1 },
      count: { type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 },
      born: { type: 'string', format: 'date' },
      tags: { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, maxItems: 3, uniqueItems: true },
    },
    required: ['id', 'share', 'count', 'born', 'tags'],
    additionalProperties: false,
  };
  const body = strict => ({
    model, messages: story, max_tokens: 400, seed: 5,
    response_format: { type: 'json_schema', json_schema: { name: 'fox', strict, schema } },
  });
  const { data, response } = await openai.chat.completions.create(body(false)).withResponse();
  assert.equal(response.headers.get('x-llorch-schema-hints'), '#/properties/tags: uniqueItems');
  const value = JSON.parse(data.choices[0].message.content);
  assert.match(value.id, /^(?!00)\d{2}-[a-z]{3}$/);
  assert.ok(value.share >= 0 && value.share <= 1);
  assert.ok(Number.isSafeInteger(value.count));
  assert.ok(!Number.isNaN(Date.parse(value.born)));
  await assert.rejects(openai.chat.completions.create(body(true)), /uniqueItems/);
}

export async function chat_gives_log_probabilities({ openai, model }) {
  const answer = await openai.chat.completions.create({
    model, messages: story, max_tokens: 4, logprobs: true, top_logprobs: 3,
  });
  const tokens = answer.choices[0].logprobs.content;
  assert.equal(tokens.length, answer.usage.completion_tokens);
  assert.equal(tokens.map(token => token.token).join(''), answer.choices[0].message.content);
  for (const token of tokens) {
    assert.ok(token.logprob <= 0);
    assert.equal(token.top_logprobs.length, 3);
    assert.ok(token.top_logprobs[0].logprob >= token.top_logprobs[1].logprob);
  }
  const none = await openai.chat.completions.create({
    model, messages: story, max_tokens: 4, logprobs: true,
  });
  assert.ok(none.choices[0].logprobs.content.every(token => token.top_logprobs.length === 0));
}

export async function chat_stream_object_collects_the_answer({ openai, model }) {
  const stream = openai.chat.completions.stream({ model, messages: story, max_tokens: 8 });
  let text = '';
  stream.on('content', piece => { text += piece; });
  const final = await stream.finalChatCompletion();
  assert.equal(final.choices[0].message.content, text);
  assert.ok(text.length > 0);
}

export const weather = [{
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
}];

export async function tools_are_refused_by_name_where_the_engine_has_none({ openai, model }) {
  await assert.rejects(
    openai.chat.completions.create({ model, messages: story, tools: weather }),
    error => error.constructor.name === 'BadRequestError' && error.message.includes("'tools'")
      && error.param === 'tools');
}

export async function tools_reach_an_engine_that_takes_them({ openai, model }) {
  const answer = await openai.chat.completions.create({
    model, messages: story, tools: weather, tool_choice: 'auto', of_our_own: { any: [1, 'ü', null] },
  });
  assert.equal(answer.choices[0].finish_reason, 'tool_calls');
  const call = answer.choices[0].message.tool_calls[0];
  assert.equal(call.function.name, 'get_weather');
  assert.deepEqual(JSON.parse(call.function.arguments), { city: 'Oslo' });
}
