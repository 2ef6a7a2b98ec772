import type { Messages } from '../en.ts';

/** What an engine can be told, and what only the engines of Google have, in Traditional Chinese. */
export const google: Pick<Messages, 'advice' | 'adviceHere' | 'choices'> = {
  advice: {
    sampleCount: '每個結果都是一張由 Google 計費的圖片。',
    prompt: '要移除時請留空。若是大片天空，請描述那裡應該是什麼。',
    negativePrompt: '移除時最好留空。',
    dilation: '可涵蓋柔和的邊緣。陰影也要標示，否則物件可能又長回來。',
    baseSteps: '大多數移除 12 步就夠；步數越多越慢。',
    guidanceScale: '遵照提示的程度：9 以下較寬鬆，20 以上較嚴格。',
    seed: '相同的種子和遮罩會得到相同的結果。設定後 Google 浮水印會關閉。',
    imageSize: '不設定時，使用能完整保留所送部分的最小尺寸。',
    personGeneration: '填補的內容中是否可以出現人物。',
    safetySetting: 'Google 從什麼程度起會攔下圖片。',
    language: '兩個提示所用的語言。',
  },
  adviceHere: {
    sampleCount: '每個結果的填補方式都不同；越多越久。',
    seed: '相同的種子和遮罩會得到相同的結果。',
  },
  choices: {
    imageSize: { '1K': '1024 像素', '2K': '2048 像素', '4K': '4096 像素' },
    personGeneration: {
      dont_allow: '不要有人物',
      allow_adult: '只允許成人',
      allow_all: '允許所有年齡的人物',
    },
    safetySetting: {
      block_low_and_above: '嚴格：攔下較多',
      block_medium_and_above: '中等',
      block_only_high: '寬鬆：攔下較少',
      block_none: '關閉（須 Google 允許）',
    },
    language: {
      auto: '自動辨識',
      en: '英文',
      es: '西班牙文',
      hi: '印地文',
      ja: '日文',
      ko: '韓文',
      pt: '葡萄牙文',
      'zh-TW': '繁體中文',
      zh: '簡體中文',
      'zh-CN': '簡體中文（中國）',
    },
  },
};
