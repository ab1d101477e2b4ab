// A moment as <input type="datetime-local"> wants it, in the browser's own time zone, and back as ISO 8601 in UTC.

export function toLocal(moment) {
  if (!moment) return '';
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export const fromLocal = (text) => (text ? new Date(text).toISOString() : null);
