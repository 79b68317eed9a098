import { expect, test } from 'vitest'
import { commandLinePage } from './command-line-page.ts'

/** Not up to date? `npm run generate` writes it anew. */
test('the reference page has every command and option as the tables have them', async () => {
  await expect(commandLinePage()).toMatchFileSnapshot('../../../docs/reference/command-line.md')
})
