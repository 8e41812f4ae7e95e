/** One at a time for the whole browser: several tabs write the same vault, receipts and entries. */
export async function inTurn<Value>(name: string, act: () => Promise<Value>): Promise<Value> {
  // The lock's own types lose the value's.
  let value: Value | undefined;
  await navigator.locks.request(`waxpost-${name}`, async () => {
    value = await act();
  });
  return value as Value;
}
