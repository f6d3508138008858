import assert from 'node:assert/strict';

export async function completion_answers_with_text_and_usage({ openai, model }) {
  const answer = await openai.completions.create({ model, prompt: 'The fox', max_tokens: 8, ignore_eos: true });
  assert.equal(answer.object, 'text_completion');
  assert.ok(answer.choices[0].text.length > 0);
  assert.equal(answer.usage.completion_tokens, 8);
}

export async function completion_streams_pieces_and_then_the_usage({ openai, model }) {
  const stream = await openai.completions.create({
    model, prompt: 'The fox', max_tokens: 8, stream: true, stream_options: { include_usage: true }, ignore_eos: true,
  });
  const chunks = [];
  for await (const chunk of stream)
    chunks.push(chunk);
  assert.ok(chunks.filter(chunk => chunk.choices[0]?.text).length > 1);
  assert.equal(chunks.filter(chunk => chunk.usage).length, 1);
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.equal(chunks.at(-1).usage.completion_tokens, 8);
}

export async function completion_takes_several_prompts_and_answers({ openai, model }) {
  const answer = await openai.completions.create({
    model, prompt: ['The fox', 'The owl'], n: 2, max_tokens: 32, seed: 1, temperature: 1.5, top_p: 1, min_p: 0,
  });
  assert.deepEqual(answer.choices.map(choice => choice.index), [0, 1, 2, 3]);
  assert.notEqual(answer.choices[0].text, answer.choices[1].text);
}

export async function completion_gives_log_probabilities({ openai, model }) {
  const answer = await openai.completions.create({
    model, prompt: 'The fox', max_tokens: 4, logprobs: 2, ignore_eos: true,
  });
  const { tokens, token_logprobs: chosen, top_logprobs: top, text_offset: offsets } = answer.choices[0].logprobs;
  assert.equal(tokens.join(''), answer.choices[0].text);
  assert.equal(chosen.length, 4);
  assert.ok(chosen.every(value => value <= 0));
  assert.ok(top.every(alternatives => Object.keys(alternatives).length >= 1));
  assert.equal(offsets[0], 0);
  assert.equal(offsets[1], tokens[0].length);
}

export async function embeddings_have_one_vector_an_input({ openai, model }) {
  for (const format of [undefined, 'float', 'base64']) {
    const answer = await openai.embeddings.create({
      model, input: ['a fox', 'an owl'], ...(format && { encoding_format: format }),
    });
    assert.deepEqual(answer.data.map(item => item.index), [0, 1]);
    assert.ok(answer.usage.prompt_tokens > 0);
    if (format === 'base64') {
      assert.equal(typeof answer.data[0].embedding, 'string');
      continue;
    }
    const length = Math.hypot(...answer.data[0].embedding);
    assert.ok(Math.abs(length - 1) < 1e-3, `length ${length}`);
  }
}

export async function models_are_listed_and_found({ openai, model }) {
  const ids = [];
  for await (const listed of openai.models.list())
    ids.push(listed.id);
  assert.ok(ids.includes(model));
  const found = await openai.models.retrieve(model);
  assert.equal(found.id, model);
  assert.equal(found.object, 'model');
  assert.equal(typeof found.created, 'number');
  await assert.rejects(openai.models.retrieve('no-such-model'), error =>
    error.constructor.name === 'NotFoundError' && error.code === 'MODEL_NOT_AVAILABLE');
}
