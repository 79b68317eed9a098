import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import type { CommandArguments } from '../../options/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { readGivenFile } from './read-given-file.ts'

type TlsFiles = Pick<CommandArguments<'verify'>, 'ca' | 'cert' | 'key'>

type TlsContents = { readonly [Name in keyof TlsFiles]-?: Buffer | undefined }

/** Reads the files of --ca, --cert and --key, and makes sure that TLS can use them. Throws UsageError. */
export function readTlsFiles({ ca, cert, key }: TlsFiles): TlsContents {
  if ((cert === undefined) !== (key === undefined)) throw new UsageError('--cert and --key go together; give both.')
  const authority = ca === undefined ? undefined : readCertificate('--ca', ca)
  if (cert === undefined || key === undefined) return { ca: authority, cert: undefined, key: undefined }
  const pair = { cert: readCertificate('--cert', cert), key: read('--key', key) }
  try {
    createSecureContext(pair)
  } catch (error) {
    const isMismatch = error instanceof Error && 'code' in error && /KEY_VALUES/.test(String(error.code))
    throw new UsageError(
      isMismatch
        ? `--key ${key} is not the key of --cert ${cert}; give the two files that belong together.`
        : `--key ${key} is not a private key in PEM without a passphrase; give one that is.`,
    )
  }
  return { ca: authority, ...pair }
}

function readCertificate(option: string, file: string): Buffer {
  const pem = read(option, file)
  try {
    // Reads the first certificate. TLS would ignore a file that it cannot read, and trust nobody.
    new X509Certificate(pem)
  } catch {
    throw new UsageError(`${option} ${file} holds no certificate in PEM; it begins with -----BEGIN CERTIFICATE-----.`)
  }
  return pem
}

const read = (option: string, file: string): Buffer =>
  readGivenFile(file, (reason) => `${option} ${file} cannot be read: ${reason}; give the path of a PEM file.`)
