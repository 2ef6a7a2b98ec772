/** What an engine can be told, and what only the engines of Google have. */
export const google = {
  advice: {
    sampleCount: 'Each result is a picture that Google charges for.',
    prompt: 'Leave it empty to remove. For large areas of sky, describe what should be there.',
    negativePrompt: 'Best left empty for removals.',
    dilation: 'Takes in soft edges. Mask the shadow too, or the thing may come back.',
    baseSteps: '12 is enough for most removals; more takes longer.',
    guidanceScale: 'How closely the prompt is followed: up to 9 loosely, above 20 strictly.',
    seed: 'The same seed and mask give the same results. Switches Google’s watermark off.',
    imageSize: 'Left alone: the smallest that keeps every pixel of the part sent.',
    personGeneration: 'Whether people may appear in what is filled in.',
    safetySetting: 'From where on Google holds a picture back.',
    language: 'The language of the two prompts.',
  },
  /** Where the engine of this computer needs other words. */
  adviceHere: {
    sampleCount: 'Each fills in its own way; more take longer.',
    seed: 'The same seed and mask give the same results.',
  },
  choices: {
    imageSize: { '1K': '1024 px', '2K': '2048 px', '4K': '4096 px' },
    personGeneration: {
      dont_allow: 'No people',
      allow_adult: 'Adults only',
      allow_all: 'People of all ages',
    },
    safetySetting: {
      block_low_and_above: 'Strict: hold back much',
      block_medium_and_above: 'Medium',
      block_only_high: 'Loose: hold back little',
      block_none: 'Off, where Google allows it',
    },
    language: {
      auto: 'Recognise it',
      en: 'English',
      es: 'Spanish',
      hi: 'Hindi',
      ja: 'Japanese',
      ko: 'Korean',
      pt: 'Portuguese',
      'zh-TW': 'Chinese, traditional',
      zh: 'Chinese, simplified',
      'zh-CN': 'Chinese, simplified (China)',
    },
  },
};
