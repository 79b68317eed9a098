import { expect, it } from 'vitest'
import { type CredentialArguments, givenCredentials } from '../../../src/cli/commands/given-credentials.ts'

type Env = Readonly<Record<string, string>>

const key = { FGS_CONTRACT_AK: 'own-ak', FGS_CONTRACT_SK: 'own-sk' }

it.each<[string, CredentialArguments, Env, object]>([
  ['nothing', {}, {}, { token: undefined }],
  ['a token', { token: ' t ' }, {}, { token: 't' }],
  ['a token before the environment', { token: 't' }, { FGS_CONTRACT_TOKEN: 'own', ...key }, { token: 't' }],
  ['an empty token, which is none', { token: '' }, { FGS_CONTRACT_TOKEN: 'own' }, { token: undefined }],
  ['a token of the environment', {}, { FGS_CONTRACT_TOKEN: 'own\n' }, { token: 'own' }],
  ['keys', { ak: 'a', sk: 's' }, {}, { ak: 'a', sk: 's' }],
  ['keys before the environment', { ak: 'a', sk: 's' }, { FGS_CONTRACT_TOKEN: 'own', ...key }, { ak: 'a', sk: 's' }],
  ['one key, and one of the environment', { ak: 'a' }, key, { ak: 'a', sk: 'own-sk' }],
  ['keys of the environment', {}, key, { ak: 'own-ak', sk: 'own-sk' }],
  ['unset variables', {}, { FGS_CONTRACT_TOKEN: '', FGS_CONTRACT_AK: '', FGS_CONTRACT_SK: '' }, { token: undefined }],
])('takes %s', (_, given, env, expected) => expect(givenCredentials(given, env)).toEqual(expected))

it.each<[CredentialArguments, Env, string]>([
  [{ ak: 'a' }, {}, '--ak needs --sk, or FGS_CONTRACT_SK; give both.'],
  [{ sk: 's' }, {}, '--sk needs --ak, or FGS_CONTRACT_AK; give both.'],
  [{}, { FGS_CONTRACT_SK: 's' }, '--sk needs --ak, or FGS_CONTRACT_AK; give both.'],
  [{ token: 't', ak: 'a', sk: 's' }, {}, '--token and --ak are two kinds of credentials; give one of them.'],
  [{ tokenCommand: 'x', sk: 's' }, {}, '--token and --ak are two kinds of credentials; give one of them.'],
  [{ token: 't', tokenCommand: 'x' }, {}, '--token and --token-command are two tokens; give one of them.'],
  [
    {},
    { FGS_CONTRACT_TOKEN: 't', ...key },
    'FGS_CONTRACT_TOKEN and FGS_CONTRACT_AK are two kinds of credentials; set one of them.',
  ],
  [
    { ak: 'a\nb', sk: 's' },
    {},
    '--ak has a character that no header can carry, such as a line break; give it without that character.',
  ],
])('refuses %j with %j', (given, env, message) => expect(() => givenCredentials(given, env)).toThrow(message))

it('takes a function, and what it gives without the space around', async () => {
  const { token } = givenCredentials({ token: async () => ' t\n' }, { FGS_CONTRACT_TOKEN: 'own' })
  expect(typeof token === 'function' && (await token())).toBe('t')
})
