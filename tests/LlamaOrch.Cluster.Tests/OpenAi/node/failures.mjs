import assert from 'node:assert/strict';
import OpenAI from 'openai';

const hello = [{ role: 'user', content: 'Hello' }];

/** The error that a call ends with. */
async function failure(call) {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'the call succeeded' });
}

export async function wrong_parameter_is_a_bad_request({ openai, model }) {
  const error = await failure(openai.chat.completions.create({ model, messages: hello, max_tokens: -5 }));
  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.deepEqual([error.status, error.code, error.param], [400, 'INVALID_PARAMS', 'max_tokens']);
}

export async function wrong_parameter_of_the_engine_is_a_bad_request({ openai, model }) {
  const error = await failure(openai.chat.completions.create({ model, messages: hello, temperature: -1 }));
  assert.ok(error instanceof OpenAI.BadRequestError);
  assert.equal(error.param, 'temperature');
  assert.match(error.message, /'temperature'/);
}

export async function wrong_token_is_an_authentication_error({ connect, model }) {
  const error = await failure(connect({ apiKey: 'wrong' }).chat.completions.create({ model, messages: hello }));
  assert.ok(error instanceof OpenAI.AuthenticationError);
  assert.equal(error.code, 'BAD_TOKEN');
}

export async function unknown_model_is_not_found({ openai }) {
  const error = await failure(openai.chat.completions.create({ model: 'no-such-model', messages: hello }));
  assert.ok(error instanceof OpenAI.NotFoundError);
  assert.deepEqual([error.code, error.param], ['MODEL_NOT_AVAILABLE', 'model']);
}

export async function unknown_route_is_not_found({ openai }) {
  const error = await failure(openai.moderations.create({ input: 'x' }));
  assert.ok(error instanceof OpenAI.NotFoundError);
  assert.equal(error.code, 'NOT_FOUND');
}

export async function full_queue_is_a_rate_limit_with_its_delay({ openai, model }) {
  const error = await failure(openai.chat.completions.create({ model, messages: hello }));
  assert.ok(error instanceof OpenAI.RateLimitError);
  assert.equal(error.code, 'ADMISSION_REJECT');
  assert.equal(error.type, 'rate_limit_error');
  const delay = Number(error.headers.get('retry-after-ms'));
  assert.ok(delay > 0);
  assert.equal(error.headers.get('x-backoff-ms'), String(delay));
  assert.equal(error.headers.get('retry-after'), String(Math.ceil(delay / 1000)));
  assert.equal(error.headers.get('x-should-retry'), 'true');
}

export async function full_queue_is_tried_again({ connect, model }) {
  const answer = await connect({ maxRetries: 10 }).chat.completions.create({ model, messages: hello });
  assert.ok(answer.choices[0].message.content.length > 0);
}

export async function failing_engine_is_a_server_error({ openai, model }) {
  const error = await failure(openai.chat.completions.create({ model, messages: hello }));
  assert.ok(error instanceof OpenAI.InternalServerError);
  assert.ok(error.status >= 500);
}

export async function broken_stream_is_an_error_and_no_end({ openai, model }) {
  const stream = await openai.chat.completions.create({ model, messages: hello, stream: true });
  let pieces = 0;
  const error = await failure((async () => {
    for await (const chunk of stream) {
      pieces += chunk.choices.length;
      // A reset may overtake what is under way: it comes only after something was read.
      if (pieces === 1)
        console.log('reading');
    }
  })());
  assert.ok(pieces > 0);
  assert.ok(error instanceof OpenAI.APIError);
  assert.equal(error.code, 'WORKER_RESET');
}

export async function cut_off_stream_is_an_error({ openai, model }) {
  const stream = await openai.chat.completions.create({ model, messages: hello, stream: true });
  let pieces = 0;
  await failure((async () => {
    for await (const chunk of stream)
      pieces += chunk.choices.length;
  })());
  assert.equal(pieces, 2);
}

export async function caller_may_leave_a_stream({ openai, model }) {
  const stream = await openai.chat.completions.create({ model, messages: hello, stream: true });
  for await (const _ of stream)
    break;
}
