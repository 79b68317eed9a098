import type { Operation } from '../../contract/model/index.ts'
import type { RequestField } from '../../http/index.ts'
import {
  type Credential,
  carriedSchemes,
  credentialsFor,
  missingSchemes,
  signedSchemes,
  togetherFor,
} from './credential.ts'

/** The credentials of a run, by operation. Each is replaced by a new one at most once. */
export class Keyring {
  readonly #operations: ReadonlyMap<string, Operation>
  readonly #credentials: readonly Credential[]
  readonly #isSigned: boolean
  readonly #fields = new Map<Credential, RequestField>()
  readonly #renewals = new Map<Credential, Promise<void>>()
  readonly #byOperation = new Map<string, readonly Credential[]>()
  readonly #together = new Map<string, readonly Credential[]>()
  readonly #carried: RequestField[]
  /** Why credentials that were refused could not be replaced by new ones. */
  readonly failures: string[] = []

  /** `isSigned` tells whether requests are signed besides. */
  constructor(credentials: readonly Credential[], operations: Iterable<Operation>, isSigned = false) {
    this.#credentials = credentials
    this.#isSigned = isSigned
    this.#operations = new Map([...operations].map((operation) => [operation.id, operation]))
    this.#carried = credentials.map(({ field }) => field)
  }

  /** What lets the requests of an operation in, by its id. */
  fieldsFor(operation: string): readonly RequestField[] {
    return this.#of(operation).map((credential) => this.#fieldOf(credential))
  }

  /** The same of an operation that demands several at once; else none. */
  togetherFor(operation: string): readonly RequestField[] {
    const described = this.#operations.get(operation)
    if (!described || this.#isSigned) return []
    const together = this.#together.get(operation) ?? togetherFor(described, this.#credentials)
    this.#together.set(operation, together)
    return together.map((credential) => this.#fieldOf(credential))
  }

  /** Headers of the user that go along, and that let nobody in by what the document says of the operation. */
  alongFor(operation: string): readonly RequestField[] {
    const asked = this.#of(operation)
    return this.#credentials
      .filter((credential) => credential.everywhere && !asked.includes(credential))
      .map((credential) => this.#fieldOf(credential))
  }

  /** The names of the security schemes that the credentials of an operation's requests come from. */
  schemesFor(operation: string): readonly string[] {
    const described = this.#operations.get(operation)
    if (!described) return []
    const signed = this.#isSigned ? signedSchemes(described) : []
    return [...new Set([...carriedSchemes(described, this.#credentials), ...signed])]
  }

  /** The names of the security schemes that an operation needs besides. */
  missingFor(operation: string): readonly string[] {
    const described = this.#operations.get(operation)
    const signed = described && this.#isSigned ? signedSchemes(described) : []
    return described && signed.length === 0 ? missingSchemes(described, this.#credentials) : []
  }

  /** Every credential that a request has carried, or may have. */
  get carried(): readonly RequestField[] {
    return this.#carried
  }

  /** Gets new credentials in place of those that were refused. Tells whether any of an operation's differ from `before` now. */
  async renew(operation: string, before: readonly RequestField[]): Promise<boolean> {
    const isOther = (): boolean => this.fieldsFor(operation).some((field, index) => field !== before[index])
    // Another request may have got new ones meanwhile.
    if (!isOther()) await Promise.all(this.#of(operation).map((credential) => this.#renewed(credential)))
    return isOther()
  }

  #renewed(credential: Credential): Promise<void> | undefined {
    const { renew } = credential
    if (!renew) return undefined
    const renewal =
      this.#renewals.get(credential) ??
      renew().then(
        (field) => {
          this.#fields.set(credential, field)
          this.#carried.push(field)
        },
        (error: unknown) => void this.failures.push(error instanceof Error ? error.message : String(error)),
      )
    this.#renewals.set(credential, renewal)
    return renewal
  }

  #of(operation: string): readonly Credential[] {
    const known = this.#byOperation.get(operation)
    if (known) return known
    const described = this.#operations.get(operation)
    const credentials = described ? credentialsFor(described, this.#credentials) : []
    this.#byOperation.set(operation, credentials)
    return credentials
  }

  #fieldOf = (credential: Credential): RequestField => this.#fields.get(credential) ?? credential.field
}
