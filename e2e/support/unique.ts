let count = 0;

/** A word of letters that no other journey of this run has used. */
export function unique(prefix = ""): string {
  count += 1;
  const letters = (n: number): string => n.toString(26).replace(/[0-9]/g, (d) => "qrstuvwxyz"[Number(d)]!);
  return prefix + letters(Date.now() % 1_000_000_000) + letters(Number(process.env.TEST_PARALLEL_INDEX ?? 0)) + letters(count);
}
