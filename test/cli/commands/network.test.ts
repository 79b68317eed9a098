import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeCertificates } from '../../deployment/run/servers.ts'
import { folderOf, verify } from './program.ts'
import { json, refusal, serve, serveSecurely } from './servers.ts'

const refused = ['--max-executions', '0', '--allow-unreached', '*', '--quiet']
const certificates = makeCertificates()

describe.skipIf(certificates === undefined)('TLS', () => {
  // The block does not run without them.
  const { ca = '', server, client } = certificates ?? {}

  it('trusts a private authority only when told to', async () => {
    const target = await serveSecurely({ ...server }, json(400, refusal))
    const alone = await verify(['--target', target, ...refused])
    expect(alone).toMatchObject({ code: 3, stderr: '' })
    expect(alone.stdout).toMatch(/is signed by no authority known here; give that authority with --ca/)
    const trusting = await verify(['--target', target, '--ca', join(folderOf({ 'ca.pem': ca }), 'ca.pem'), ...refused])
    expect(trusting).toMatchObject({ code: 0, stderr: '' })
  })

  it('shows a client certificate, and refuses one with the key of another', async () => {
    const { cert = '', key = '' } = client ?? {}
    const files = { 'ca.pem': ca, 'client.pem': cert, 'client.key': key, 'other.key': server?.key ?? '' }
    const cwd = folderOf(files)
    const target = await serveSecurely(
      { ...server, ca, requestCert: true, rejectUnauthorized: true },
      json(400, refusal),
    )
    const options = ['--target', target, '--ca', 'ca.pem', '--cert', 'client.pem']
    expect(await verify([...options, '--key', 'client.key', ...refused], { cwd })).toMatchObject({
      code: 0,
      stderr: '',
    })
    expect(await verify([...options, '--key', 'other.key'], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: --key other.key is not the key of --cert client.pem; give the two files that belong together.\n',
    })
    expect(await verify([...options, '--key', 'ca.pem'], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: --key ca.pem is not a private key in PEM without a passphrase; give one that is.\n',
    })
  })
})

describe('proxies', () => {
  it.each(['HTTP_PROXY', 'http_proxy'])('%s stands between', async (name) => {
    const { port, seen } = await serve(json(400, refusal))
    const env = { [name]: `http://user:pass-word@127.0.0.1:${port}` }
    const { code, stdout, stderr } = await verify(['--target', 'http://made-up.invalid:81/base', ...refused], { env })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).not.toContain('pass-word')
    expect(seen.length).toBeGreaterThan(20)
    expect(seen.filter(({ url }) => !url.startsWith('http://made-up.invalid:81/base/'))).toEqual([])
    expect(new Set(seen.map(({ headers }) => headers['proxy-authorization']))).toEqual(
      new Set([`Basic ${Buffer.from('user:pass-word').toString('base64')}`]),
    )
  })

  it('NO_PROXY exempts a host, and loopback needs no exemption', async () => {
    const proxy = await serve(json(400, refusal))
    const env = { HTTP_PROXY: proxy.origin, HTTPS_PROXY: proxy.origin, NO_PROXY: 'example,.invalid' }
    const exempt = await verify(['--target', 'http://made-up.invalid', ...refused], { env })
    expect(exempt.code).toBe(3)
    const { origin, seen } = await serve(json(400, refusal))
    expect(await verify(['--target', origin, ...refused], { env })).toMatchObject({ code: 0, stderr: '' })
    expect(seen.length).toBeGreaterThan(20)
    expect(proxy.seen).toEqual([])
  })

  it('names the proxy as such where it cannot be reached', async () => {
    const env = { HTTP_PROXY: 'http://127.0.0.1:9' }
    const { stdout } = await verify(['--target', 'http://made-up.invalid', '--quiet'], { env })
    expect(stdout).toContain('proxy')
  })
})

describe('--target', () => {
  it.each(['/base/', '/a%20b//c'])('puts %s before every path', async (path) => {
    const { origin, seen } = await serve(json(400, refusal))
    const { code, stderr } = await verify(['--target', origin + path, ...refused])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const base = path.replace(/\/$/, '')
    expect(seen.filter(({ url }) => !url.startsWith(`${base}/v2/`))).toEqual([])
  })
})
