import type { Messages } from '../en.ts';

/** What only the engine on this computer can do, in Traditional Chinese. */
export const local: Pick<Messages, 'guides' | 'protect' | 'looking'> = {
  protect: {
    heading: '保護區',
    empty: '尚未保護任何範圍',
    hint: '照片上畫斜線的地方。填補時絕不會從這裡複製，商品就不會重複出現在空缺裡。',
    find: '尋找商品',
    clearLong: '清除保護區',
    show: '顯示斜線',
    edit: '在保護區上塗抹',
  },
  looking: {
    into: '放進遮罩的方式',
    replace: '取代',
    add: '加入',
    subtract: '減去',
    product: '正在尋找商品…',
    people: '正在尋找人物…',
    loading: '正在下載人物偵測器（只需一次）：{loaded} / {total} MB',
  },
  guides: {
    hint: '沿著應該延續的邊緣（桌緣、踢腳板、地平線），從洞外一側畫到另一側。',
    remove: '刪除這條線',
    clear: '清除所有線',
    notHere: '只有這台電腦的引擎會依引導線填補。',
  },
};
