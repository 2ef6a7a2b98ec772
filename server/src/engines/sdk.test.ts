// What Google's own SDK sends for the same choices is what we send; and the SDK gets pictures from the emulator.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  EditMode,
  GoogleGenAI,
  MaskReferenceImage,
  MaskReferenceMode,
  PersonGeneration,
  RawReferenceImage,
  SafetyFilterLevel,
} from '@google/genai';
import type { EditImageConfig, MaskReferenceConfig } from '@google/genai';
import { OAuth2Client } from 'google-auth-library';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removalRequestSchema } from '@cleanplate/shared/contract/removal.ts';
import type { ImagenRequest, RemovalRequestInput } from '@cleanplate/shared/contract/removal.ts';
import { quickFiller } from '../../../e2e/fakeVertex/pictures.ts';
import { createFakeVertex } from '../../../e2e/fakeVertex/server.ts';
import { testMask, testPhoto } from '../testProxy.ts';
import type { RequestParts } from './engine.ts';
import { toImagen3Body } from './imagen3.ts';
import { jsonBody } from './jsonBody.ts';

const model = 'imagen-3.0-capability-001';
let image: Buffer;
let mask: Buffer;
let recorded: unknown;
const recorder = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    recorded = JSON.parse(Buffer.concat(pieces).toString());
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"predictions":[]}');
  });
});
const fake = createFakeVertex(quickFiller);

beforeAll(async () => {
  [image, mask] = await Promise.all([testPhoto(), testMask()]);
  for (const server of [recorder, fake.server])
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  for (const server of [recorder, fake.server]) {
    server.close();
    server.closeAllConnections();
  }
});

function sdkFor(server: typeof recorder): GoogleGenAI {
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: 'test', expiry_date: Date.now() + 3_600_000 });
  const { port } = server.address() as AddressInfo;
  return new GoogleGenAI({
    vertexai: true,
    project: 'demo',
    location: 'us-central1',
    googleAuthOptions: { authClient },
    httpOptions: { baseUrl: `http://127.0.0.1:${port}` },
  });
}

function references(config: MaskReferenceConfig, withMask: boolean): [RawReferenceImage, MaskReferenceImage] {
  const raw = new RawReferenceImage();
  raw.referenceImage = { imageBytes: image.toString('base64'), mimeType: 'image/png' };
  raw.referenceId = 1;
  const masked = new MaskReferenceImage();
  masked.referenceId = 2;
  if (withMask) masked.referenceImage = { imageBytes: mask.toString('base64'), mimeType: 'image/png' };
  masked.config = config;
  return [raw, masked];
}

const ours = (request: RemovalRequestInput): unknown => {
  const parsed = removalRequestSchema.parse(request) as ImagenRequest;
  const part = (bytes: Buffer) => ({ bytes, mimeType: 'image/png' as const, width: 64, height: 64 });
  const parts: RequestParts = {
    image: part(image),
    mask: parsed.maskMode === 'user' ? part(mask) : undefined,
    guide: undefined,
  };
  return JSON.parse(Buffer.concat([...jsonBody(toImagen3Body(parsed, parts)).chunks()]).toString());
};

const theirs = async (
  config: EditImageConfig,
  maskConfig: MaskReferenceConfig,
  prompt = '',
): Promise<unknown> => {
  const referenceImages = references(
    maskConfig,
    maskConfig.maskMode === MaskReferenceMode.MASK_MODE_USER_PROVIDED,
  );
  await sdkFor(recorder).models.editImage({
    model,
    prompt,
    referenceImages,
    config: { editMode: EditMode.EDIT_MODE_INPAINT_REMOVAL, includeRaiReason: true, ...config },
  });
  return recorded;
};

const { MASK_MODE_USER_PROVIDED, MASK_MODE_BACKGROUND, MASK_MODE_FOREGROUND, MASK_MODE_SEMANTIC } =
  MaskReferenceMode;

describe("an imagen3 body is the SDK's", () => {
  it('for a user mask with nothing set', async () => {
    const sdk = await theirs(
      { numberOfImages: 4 },
      { maskMode: MASK_MODE_USER_PROVIDED, maskDilation: 0.01 },
    );
    expect(ours({ engine: 'imagen3', maskMode: 'user' })).toEqual(sdk);
  });

  it('for a dilation of 0, which is sent', async () => {
    const sdk = await theirs({ numberOfImages: 1 }, { maskMode: MASK_MODE_USER_PROVIDED, maskDilation: 0 });
    expect(ours({ engine: 'imagen3', maskMode: 'user', dilation: 0, sampleCount: 1 })).toEqual(sdk);
  });

  it.each([
    ['background', MASK_MODE_BACKGROUND],
    ['foreground', MASK_MODE_FOREGROUND],
  ] as const)('for the automatic mode %s', async (maskMode, sdkMode) => {
    const sdk = await theirs({ numberOfImages: 2 }, { maskMode: sdkMode, maskDilation: 0.01 });
    expect(ours({ engine: 'imagen3', maskMode, sampleCount: 2 })).toEqual(sdk);
  });

  it('for five classes', async () => {
    const maskClasses = [175, 176, 125, 126, 127];
    const sdk = await theirs(
      { numberOfImages: 4 },
      { maskMode: MASK_MODE_SEMANTIC, maskDilation: 0.01, segmentationClasses: maskClasses },
    );
    expect(ours({ engine: 'imagen3', maskMode: 'semantic', maskClasses })).toEqual(sdk);
  });

  it.each<[string, EditImageConfig, Partial<RemovalRequestInput>]>([
    ['negativePrompt', { negativePrompt: 'text' }, { negativePrompt: 'text' }],
    ['baseSteps', { baseSteps: 12 }, { baseSteps: 12 }],
    ['guidanceScale', { guidanceScale: 0 }, { guidanceScale: 0 }],
    ['seed', { seed: 7, addWatermark: false }, { seed: 7, addWatermark: false }],
    ['addWatermark', { addWatermark: true }, { addWatermark: true }],
    [
      'personGeneration',
      { personGeneration: PersonGeneration.DONT_ALLOW },
      { personGeneration: 'dont_allow' },
    ],
    [
      'safetySetting',
      { safetyFilterLevel: SafetyFilterLevel.BLOCK_ONLY_HIGH },
      { safetySetting: 'block_only_high' },
    ],
    ['language', { language: 'zh-TW' as never }, { language: 'zh-TW' }],
    ['outputOptions', { outputMimeType: 'image/png' }, { outputOptions: { mimeType: 'image/png' } }],
  ])('for %s by itself, and nothing else is sent', async (_, config, option) => {
    const sdk = await theirs(
      { numberOfImages: 4, ...config },
      { maskMode: MASK_MODE_USER_PROVIDED, maskDilation: 0.01 },
    );
    expect(ours({ engine: 'imagen3', maskMode: 'user', ...option } as RemovalRequestInput)).toEqual(sdk);
  });

  it('for every option at once', async () => {
    const sdk = await theirs(
      {
        numberOfImages: 2,
        negativePrompt: 'text, watermark',
        guidanceScale: 60.5,
        seed: 0,
        safetyFilterLevel: SafetyFilterLevel.BLOCK_MEDIUM_AND_ABOVE,
        personGeneration: PersonGeneration.ALLOW_ADULT,
        language: 'auto' as never,
        outputMimeType: 'image/jpeg',
        outputCompressionQuality: 90,
        addWatermark: false,
        baseSteps: 35,
      },
      { maskMode: MASK_MODE_USER_PROVIDED, maskDilation: 0.03 },
      'plain white studio backdrop',
    );
    expect(
      ours({
        engine: 'imagen3',
        maskMode: 'user',
        prompt: 'plain white studio backdrop',
        sampleCount: 2,
        dilation: 0.03,
        negativePrompt: 'text, watermark',
        guidanceScale: 60.5,
        seed: 0,
        safetySetting: 'block_medium_and_above',
        personGeneration: 'allow_adult',
        language: 'auto',
        outputOptions: { mimeType: 'image/jpeg', compressionQuality: 90 },
        addWatermark: false,
        baseSteps: 35,
      }),
    ).toEqual(sdk);
  });
});

describe("Google's SDK pointed at the emulator", () => {
  it('gets edited pictures back', async () => {
    const answer = await sdkFor(fake.server).models.editImage({
      model,
      prompt: '',
      referenceImages: references({ maskMode: MASK_MODE_USER_PROVIDED, maskDilation: 0.01 }, true),
      config: { editMode: EditMode.EDIT_MODE_INPAINT_REMOVAL, numberOfImages: 3 },
    });
    expect(answer.generatedImages).toHaveLength(3);
    expect(
      Buffer.from(answer.generatedImages?.[0]?.image?.imageBytes ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('gets a picture from Gemini, behind a thought', async () => {
    const inline = (bytes: Buffer) => ({
      inlineData: { mimeType: 'image/png', data: bytes.toString('base64') },
    });
    const answer = await sdkFor(fake.server).models.generateContent({
      model: 'gemini-nano-banana-2.1',
      contents: [{ role: 'user', parts: [inline(image), inline(mask), { text: 'Remove it.' }] }],
      config: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '1:1', imageSize: '1K' } },
    });
    const parts = answer.candidates?.[0]?.content?.parts ?? [];
    expect(parts.filter((part) => part.inlineData && !part.thought)).toHaveLength(1);
  });

  it('is told what is wrong, in its own kind of error', async () => {
    const edit = sdkFor(fake.server).models.editImage({
      model,
      prompt: '',
      referenceImages: references({ maskMode: MASK_MODE_USER_PROVIDED }, false),
      config: { editMode: EditMode.EDIT_MODE_INPAINT_REMOVAL },
    });
    await expect(edit).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('Mask image is missing'),
    });
  });
});
