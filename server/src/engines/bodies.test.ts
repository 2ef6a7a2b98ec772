import { removalRequestSchema } from '@cleanplate/shared/contract/removal.ts';
import type {
  GeminiRequest,
  ImagenRequest,
  RemovalRequestInput,
} from '@cleanplate/shared/contract/removal.ts';
import { describe, expect, it } from 'vitest';
import type { RequestParts } from './engine.ts';
import { extractTarget, toExtractBody } from './extract.ts';
import { fromGeminiBody, toGeminiBody } from './gemini.ts';
import { toImagen2Body } from './imagen2.ts';
import { jsonBody } from './jsonBody.ts';
import type { JsonValue } from './jsonBody.ts';
import { fromPredictions } from './predictions.ts';

const part = (text: string, side = 1024) => ({
  bytes: new TextEncoder().encode(text),
  mimeType: 'image/png' as const,
  width: side,
  height: side,
});
const parts: RequestParts = { image: part('photo'), mask: part('mask'), guide: undefined };
const wire = (body: JsonValue) =>
  JSON.parse(Buffer.concat([...jsonBody(body).chunks()]).toString()) as unknown;
const base64 = (text: string) => Buffer.from(text).toString('base64');

type Imagen2Input = Extract<RemovalRequestInput, { engine: 'imagen2' }>;
const imagen2 = (request: Omit<Imagen2Input, 'engine'>, given: RequestParts) =>
  wire(toImagen2Body(removalRequestSchema.parse({ engine: 'imagen2', ...request }) as ImagenRequest, given));

describe('an imagen2 body is that of vertex-api.md §2', () => {
  it('with a mask', () => {
    expect(imagen2({ maskMode: 'user' }, parts)).toEqual({
      instances: [
        {
          prompt: '',
          image: { bytesBase64Encoded: base64('photo') },
          mask: { image: { bytesBase64Encoded: base64('mask') } },
        },
      ],
      parameters: {
        sampleCount: 4,
        includeRaiReason: true,
        editConfig: { editMode: 'inpainting-remove', maskDilation: 0.01 },
      },
    });
  });

  it('with classes instead of a mask', () => {
    const body = imagen2(
      { maskMode: 'semantic', maskClasses: [125, 67], sampleCount: 1 },
      { ...parts, mask: undefined },
    );
    expect(body).toMatchObject({
      parameters: {
        editConfig: { editMode: 'inpainting-remove', maskMode: { maskType: 'semantic', classes: [125, 67] } },
      },
    });
    expect(JSON.stringify(body)).not.toContain('"mask"');
  });

  it('with its guidance inside editConfig', () => {
    expect(imagen2({ maskMode: 'user', guidanceScale: 60, baseSteps: 20 }, parts)).toMatchObject({
      parameters: { editConfig: { guidanceScale: 60, baseSteps: 20 } },
    });
  });
});

describe('a gemini body', () => {
  const request = (input: object) =>
    removalRequestSchema.parse({ engine: 'gemini', maskMode: 'user', ...input }) as GeminiRequest;

  it('shows photo, mask and marked photo, in this order, and asks for one square picture', () => {
    const body = wire(
      toGeminiBody(request({ prompt: 'an oak table' }), { ...parts, guide: part('guide') }),
    ) as {
      contents: { parts: { text?: string; inlineData?: { data: string } }[] }[];
    };
    const [content] = body.contents;
    expect(content?.parts.flatMap(({ inlineData }) => (inlineData ? [inlineData.data] : []))).toEqual(
      ['photo', 'mask', 'guide'].map(base64),
    );
    expect(content?.parts.at(-1)?.text).toContain('What should be there: an oak table');
    expect(body).toMatchObject({
      generationConfig: {
        candidateCount: 1,
        responseModalities: ['IMAGE'],
        imageConfig: { aspectRatio: '1:1', imageSize: '1K', imageOutputOptions: { mimeType: 'image/png' } },
      },
    });
  });

  it('sends nothing that Nano Banana 2.1 answers with an error', () => {
    const text = JSON.stringify(wire(toGeminiBody(request({}), parts)));
    for (const name of ['seed', 'temperature', 'topP', 'topK', 'logprobs'])
      expect(text).not.toContain(`"${name}"`);
  });

  it('asks for the shape and size of what it is sent', () => {
    const sent = { ...parts, image: { ...part('photo'), width: 1376, height: 768 } };
    const { generationConfig } = wire(toGeminiBody(request({}), sent)) as {
      generationConfig: { imageConfig: object };
    };
    expect(generationConfig.imageConfig).toMatchObject({ aspectRatio: '16:9', imageSize: '1K' });
  });

  it('of an extract says what is to be white', () => {
    expect(extractTarget({ engine: 'gemini', what: 'classes', classes: [2, 125] })).toBe(
      'every bag, every person',
    );
    expect(
      JSON.stringify(
        wire(toExtractBody({ engine: 'gemini', what: 'words', words: 'the price tag' }, part('photo'))),
      ),
    ).toContain('Pure white (#FFFFFF): the price tag.');
  });
});

describe('a gemini answer', () => {
  const answer = (...given: object[]) => ({
    candidates: [{ content: { parts: given }, finishReason: 'STOP' }],
  });
  const picture = { inlineData: { mimeType: 'image/png', data: 'QUJD' } };

  it('is its picture, never a thought', () => {
    const thought = { inlineData: { data: 'RFJBRlQ=' }, thought: true };
    expect(fromGeminiBody(answer(thought, { text: 'Here.' }, picture)).pictures).toEqual(['QUJD']);
    expect(fromGeminiBody(answer(thought)).pictures).toEqual([]);
  });

  it('in words is a refusal in Google’s words, without markup and addresses', () => {
    const text = 'I <b>cannot</b> do that, see https://evil.test/x?token=ya29.abc now.';
    expect(fromGeminiBody(answer({ text })).filtered).toEqual([
      { kind: 'words', reason: 'I cannot do that, see now.' },
    ]);
  });

  it.each([[{}], [null], ['x'], [[]], [{ candidates: [] }], [{ candidates: [{}] }], [{ candidates: 'x' }]])(
    '%j is nothing',
    (body) => expect(fromGeminiBody(body)).toEqual({ pictures: [], filtered: [] }),
  );
});

describe('a predict answer', () => {
  it('is read by key, not by place, and skips attributes of blocked pictures', () => {
    const predictions = [
      { safetyAttributes: {}, contentType: 'Positive Prompt' },
      { mimeType: 'image/png', bytesBase64Encoded: 'QUJD' },
      { raiFilteredReason: 'Filtered out 2 generated images. Support codes: 17301594, 56562880' },
    ];
    expect(fromPredictions({ model: 'x', predictions })).toEqual({
      pictures: ['QUJD'],
      filtered: [{ kind: 'safety', reason: 'Filtered out 2 generated images. (children, violence)' }],
    });
  });

  it.each([[{}], [{ predictions: [] }], [{ predictions: {} }], [{ predictions: [null, 1, 'x'] }]])(
    '%j is nothing',
    (body) => expect(fromPredictions(body)).toEqual({ pictures: [], filtered: [] }),
  );
});
