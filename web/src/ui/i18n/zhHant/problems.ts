import type { Messages } from '../en.ts';

const useLocal = '請改用這台電腦。';
const login = '請執行 `gcloud auth application-default login`，或改用這台電腦。';

/** The sentences of faults.md §2.9 in Traditional Chinese: the same codes, variants and parameters as the contract's. */
export const problems: Messages['problems'] = {
  BAD_REQUEST: { default: '請求無效：{field} {rule}。' },
  FILE_UNREADABLE: { default: '檔案已無法讀取，請重新選擇。' },
  IMAGE_EMPTY: { default: '檔案是空的。' },
  BAD_IMAGE: {
    default: '檔案已損壞，或不是我們能讀取的圖片。',
    looksLike: '不是我們能讀取的圖片（看起來是 {type}）。',
  },
  IMAGE_TRUNCATED: { default: '檔案不完整（停在 {stoppedAtKb} KB）。要開啟現有的部分嗎？' },
  IMAGE_TYPE_UNSUPPORTED: { default: '這裡不支援 {type}。請匯出成 JPEG 或 PNG。' },
  IMAGE_TOO_LARGE_PIXELS: {
    default: '{width}×{height} = {megapixels} 百萬像素；上限是 {limit}。要開啟縮小的副本嗎？',
    side: '{width}×{height}：最長邊最多 {maxSide} 像素。',
  },
  BODY_TOO_LARGE: {
    default: '要傳送的部分有 {megabytes} MB；上限是 {limit} MB。請選擇較小的範圍。',
    unknown: '要傳送的部分超過 {limit} MB 的上限。請選擇較小的範圍。',
  },
  MASK_MISMATCH: { default: '遮罩（{maskWidth}×{maskHeight}）和圖片（{width}×{height}）尺寸不同。' },
  MASK_EMPTY: { default: '尚未標示任何範圍。' },
  MASK_FULL: { default: '整張圖片都被遮住了，請留下一部分。' },
  NOT_FOUND: { default: '這個位址沒有東西。' },
  METHOD_NOT_ALLOWED: { default: '這個位址只接受 {allow}。' },
  HEADERS_TOO_LARGE: { default: '請求標頭太大。' },
  IDEMPOTENCY_CONFLICT: { default: '同一個 Idempotency-Key 對應到另一個請求。' },
  CANDIDATE_MISALIGNED: { default: '這個結果和照片對不齊，請再試一次。' },
  NOTHING_CHANGED: { default: '引擎在這裡沒有做任何改變。' },
  SLOW_UPLOAD: { default: '上傳時連線太慢或中斷了。' },
  HOST_NOT_ALLOWED: { default: 'Cleanplate 是以不被接受的位址（{host}）開啟的。請開啟 {url}。' },
  ORIGIN_NOT_ALLOWED: { default: 'Cleanplate 是以不被接受的位址（{host}）開啟的。請開啟 {url}。' },
  AUTH_REQUIRED: { default: '工作階段已結束，請重新載入以登入。' },
  AUTH_INVALID: { default: '工作階段已結束，請重新載入以登入。' },
  RATE_LIMITED: { default: '傳送速度超過每分鐘 {limit} 次。{seconds} 秒後可再傳送。' },
  QUEUE_FULL: { default: '目前有 {waiting} 人在排隊。{seconds} 秒後自動重試。' },
  BUDGET_EXCEEDED: {
    default: '今天 {limit} 次的 Google 移除額度已用完（{time} 重設）。要改用這台電腦嗎？',
    unknown: '目前無法讀取團隊的 Google 移除額度。要改用這台電腦嗎？',
  },
  CREDENTIALS_UNAVAILABLE: {
    default: `尚未登入 Google。${login}`,
    expired: `Google 登入已過期或被撤銷。${login}`,
    clock: '這台電腦的時鐘不準，Google 因此拒絕登入。請校正時鐘，或改用這台電腦。',
    unreachable: 'Google 的登入服務沒有回應。請再試一次，或改用這台電腦。',
  },
  UPSTREAM_AUTH: { default: `Google 拒絕了這個帳號：登入已過期。${login}` },
  UPSTREAM_FORBIDDEN: {
    default: 'Google 拒絕了這個帳號。請向專案 {project} 的擁有者申請權限。',
    apiOff:
      'Google 拒絕了這個帳號：Vertex AI API 未啟用。請執行 `gcloud services enable aiplatform.googleapis.com --project {project}`。',
    roleMissing: 'Google 拒絕了這個帳號：缺少角色。請在專案 {project} 授予 `roles/aiplatform.user`。',
    billing: 'Google 拒絕了這個帳號：未啟用計費。請為專案 {project} 連結帳單帳戶。',
    orgPolicy: 'Google 拒絕了這個帳號：貴機構的政策不允許。請管理員允許在 {location} 使用 Vertex AI。',
  },
  UPSTREAM_MODEL_GONE: {
    default: 'Google 已不再提供 {model}，或不對這個專案提供。請選擇其他引擎。',
    region: 'Google 在 {location} 不提供 {model}。請把 GOOGLE_CLOUD_LOCATION 設為其他區域，或選擇其他引擎。',
  },
  UPSTREAM_BAD_REQUEST: { default: 'Google 無法使用這張圖片：{reason}。' },
  UPSTREAM_RATE_LIMITED: {
    default: '這個專案已達 Google 的上限。{seconds} 秒後自動重試。',
    later: `這個專案在 {time} 之前都已達 Google 的上限。${useLocal}`,
    spent: '這個專案已達 Google 的上限。請在 {seconds} 秒後再試，或改用這台電腦。',
  },
  UPSTREAM_UNAVAILABLE: {
    default: 'Google 沒有回應。請再試一次，或改用這台電腦。',
    offline: '無法連上 Google（離線？）。請再試一次，或改用這台電腦。',
    certificate:
      'Google 的憑證未被接受（{reason}）。若在公司代理伺服器後方，請把 NODE_EXTRA_CA_CERTS 設為其憑證。',
    proxy: '無法透過代理伺服器 {proxy} 連上 Google。請檢查 HTTPS_PROXY，或改用這台電腦。',
  },
  UPSTREAM_TIMEOUT: { default: 'Google 在 {seconds} 秒內沒有回應。' },
  UPSTREAM_BAD_RESPONSE: {
    default: 'Google 傳回的不是可用的圖片。',
    noPicture: 'Google 沒有傳回圖片。請再試一次，或改用這台電腦。',
    words: 'Google 以文字而不是圖片回覆：{reason}',
  },
  CONTENT_FILTERED: {
    default: 'Google 的安全篩選器拒絕了這張圖片。請改用這台電腦，或改變範圍。',
    category: 'Google 的安全篩選器拒絕了這張圖片（{categories}）。請改用這台電腦，或改變範圍。',
    said: 'Google 攔下了一個結果：{reason}',
  },
  NETWORK_OFFLINE: {
    default: '目前離線。編輯和匯出仍可使用。',
    server: 'Cleanplate 的伺服器沒有回應。請重新啟動伺服器，或改用這台電腦。編輯和匯出仍可使用。',
    portal:
      '回應的不是伺服器，而是這個網路的登入頁面或代理伺服器。請先在那裡登入，再試一次。編輯和匯出仍可使用。',
  },
  ENGINE_BUSY: { default: '這台電腦正忙（第 {place} 順位）。' },
  ENGINE_FAILED: {
    default: '移除在這裡失敗了。',
    paused: '移除在這裡連續失敗了幾次。請等一分鐘，或標示較小的範圍。',
  },
  ENGINE_UNAVAILABLE: { default: `{engine} 尚未設定：{fix}。${useLocal}` },
  STORAGE_FULL: { default: '未在儲存：瀏覽器的儲存空間已滿。請匯出你的作品。' },
  STORAGE_BLOCKED: {
    default: '未在儲存：瀏覽器的儲存空間被封鎖。請匯出你的作品。',
    newer: '未在儲存：較新版的 Cleanplate 已在這裡使用過，它保存的內容不會變動。請重新載入以更新。',
    nothing: '瀏覽器已清除這張照片的保存內容。請重新開啟檔案。',
  },
  PROJECT_UNREADABLE: {
    default: '這個專案檔已損壞或不完整。請開啟另一份副本。',
    newer: '這個專案是由較新版的 Cleanplate 儲存的。請重新載入頁面以更新，再開啟一次。',
  },
  PROJECT_OPEN_ELSEWHERE: { default: '已在另一個分頁開啟。要改在這裡編輯嗎？' },
  SHUTTING_DOWN: { default: '伺服器正在重新啟動。' },
  INTERNAL: { default: 'Cleanplate 出了錯（代號 {requestId}）。匯出仍可使用；請回報這個代號。' },
};
