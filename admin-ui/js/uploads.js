// What a dry run was started with, kept in this tab, so that the same file can be imported without sending it again.
const KEPT = 55 * 60 * 1000; // an upload is good for an hour

export function keepUpload(jobId, input) {
  try {
    sessionStorage.setItem(`orion-upload:${jobId}`, JSON.stringify({ input, until: Date.now() + KEPT }));
  } catch {
    // without storage the file is chosen again
  }
}

/** The input of importStart that a job was started with, or null once the upload is over. */
export function keptUpload(jobId) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(`orion-upload:${jobId}`));
    return kept && kept.until > Date.now() ? kept.input : null;
  } catch {
    return null;
  }
}
