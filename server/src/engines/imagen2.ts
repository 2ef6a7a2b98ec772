import type { ImagenRequest } from '@cleanplate/shared/contract/removal.ts';
import type { GoogleEngine, RequestParts } from './engine.ts';
import { commonParameters, imagenParameters } from './imagenParameters.ts';
import type { JsonValue } from './jsonBody.ts';
import { fromPredictions } from './predictions.ts';

/** Body of `imagegeneration@006:predict` (Google's EditConfigV6): a mask picture, or a mask type to find one. */
export function toImagen2Body(request: ImagenRequest, { image, mask }: RequestParts): JsonValue {
  const maskMode = { maskType: request.maskMode, classes: request.maskClasses };
  return {
    instances: [
      {
        prompt: request.prompt,
        image: { bytesBase64Encoded: image.bytes },
        mask: mask && { image: { bytesBase64Encoded: mask.bytes } },
      },
    ],
    parameters: {
      ...commonParameters(request),
      editConfig: {
        editMode: 'inpainting-remove',
        maskMode: request.maskMode === 'user' ? undefined : maskMode,
        maskDilation: request.dilation,
        baseSteps: request.baseSteps,
        guidanceScale: request.guidanceScale,
      },
    },
  };
}

export const imagen2: GoogleEngine<ImagenRequest> = {
  id: 'imagen2',
  method: 'predict',
  target: ({ google }) => ({ model: google.models.imagen2, location: google.location }),
  describe: ({ google, limits }) => ({
    id: 'imagen2',
    label: 'Imagen 2',
    model: google.models.imagen2,
    runs: 'google',
    location: google.location,
    mask: 'native',
    automaticModes: ['background', 'foreground', 'semantic'],
    extracts: [],
    protect: false,
    parameters: imagenParameters,
    limits: {
      maxImageBytes: limits.maxImageBytes,
      maxMaskBytes: limits.maxMaskBytes,
      maxPixels: limits.maxUploadPixels,
      bestSides: [1024],
      aspect: 'any',
    },
  }),
  calls: () => 1,
  toBody: toImagen2Body,
  fromBody: fromPredictions,
};
