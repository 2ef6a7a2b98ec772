/** A scale as people read it: whole per cents from 10 % up, one decimal below. */
export function percentText(scale: number): string {
  const percent = scale * 100;
  return percent < 9.95 ? percent.toFixed(1) : String(Math.round(percent));
}

/** A share of the photo: never 0 while there is some, never 100 while some is left. */
export function shareText(part: number, whole: number): string {
  if (part <= 0 || whole <= 0) return '0';
  if (part >= whole) return '100';
  const percent = (part / whole) * 100;
  if (percent < 0.01) return '< 0.01';
  if (percent < 1) return percent.toFixed(2);
  return percent > 99.9 ? '> 99.9' : percent.toFixed(1);
}

/** Bytes as people read them: "4.2 MB". */
export function sizeText(bytes: number): string {
  const megabytes = bytes / 1e6;
  if (megabytes < 0.1) return `${Math.max(1, Math.round(bytes / 1e3))} KB`;
  return megabytes < 1000
    ? `${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB`
    : `${(megabytes / 1000).toFixed(1)} GB`;
}
