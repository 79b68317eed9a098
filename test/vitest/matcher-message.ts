/** What an assertion that has to fail says. */
export async function messageOf(assertion: () => Promise<void>): Promise<string> {
  try {
    await assertion()
  } catch (error) {
    if (error instanceof Error) return error.message
    throw error
  }
  throw new Error('the assertion passes')
}
