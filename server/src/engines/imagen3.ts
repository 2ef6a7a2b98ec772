import type { ImagenRequest } from '@cleanplate/shared/contract/removal.ts';
import type { GoogleEngine, RequestParts } from './engine.ts';
import { commonParameters, imagenParameters } from './imagenParameters.ts';
import type { JsonValue } from './jsonBody.ts';
import { fromPredictions } from './predictions.ts';

const maskModes = {
  user: 'MASK_MODE_USER_PROVIDED',
  background: 'MASK_MODE_BACKGROUND',
  foreground: 'MASK_MODE_FOREGROUND',
  semantic: 'MASK_MODE_SEMANTIC',
} as const;

/**
 * Body of `imagen-3.0-capability-001:predict`: the photo as reference 1, the mask or the way to find one as reference 2.
 * Deeply equal to what `@google/genai` 3.1.0 sends for the same choices (`imagen3.test.ts` runs both).
 */
export function toImagen3Body(request: ImagenRequest, { image, mask }: RequestParts): JsonValue {
  return {
    instances: [
      {
        prompt: request.prompt,
        referenceImages: [
          {
            referenceImage: { bytesBase64Encoded: image.bytes, mimeType: image.mimeType },
            referenceId: 1,
            referenceType: 'REFERENCE_TYPE_RAW',
          },
          {
            referenceImage: mask && { bytesBase64Encoded: mask.bytes, mimeType: mask.mimeType },
            referenceId: 2,
            referenceType: 'REFERENCE_TYPE_MASK',
            maskImageConfig: {
              maskMode: maskModes[request.maskMode],
              maskClasses: request.maskClasses,
              // Sent even when 0: Google's default is not documented.
              dilation: request.dilation,
            },
          },
        ],
      },
    ],
    parameters: {
      ...commonParameters(request),
      guidanceScale: request.guidanceScale,
      editMode: 'EDIT_MODE_INPAINT_REMOVAL',
      editConfig: request.baseSteps === undefined ? undefined : { baseSteps: request.baseSteps },
    },
  };
}

export const imagen3: GoogleEngine<ImagenRequest> = {
  id: 'imagen3',
  method: 'predict',
  target: ({ google }) => ({ model: google.models.imagen3, location: google.location }),
  describe: ({ google, limits }) => ({
    id: 'imagen3',
    label: 'Imagen 3',
    model: google.models.imagen3,
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
      // Imagen makes its pixels at 1024², whatever it is sent (Google asks for blending from 2K upwards).
      bestSides: [1024],
      aspect: 'any',
    },
  }),
  calls: () => 1,
  toBody: toImagen3Body,
  fromBody: fromPredictions,
};
