/** A map whose values are made when they are first asked for, one for each of the keys. */
export class MadeOnDemand<Value> implements ReadonlyMap<string, Value> {
  readonly #keys: ReadonlySet<string>
  readonly #make: (key: string) => Value
  readonly #values = new Map<string, Value>()

  constructor(keys: Iterable<string>, make: (key: string) => Value) {
    this.#keys = new Set(keys)
    this.#make = make
  }

  get size(): number {
    return this.#keys.size
  }

  has(key: string): boolean {
    return this.#keys.has(key)
  }

  get(key: string): Value | undefined {
    return this.#keys.has(key) ? this.#made(key) : undefined
  }

  /** Lets a value go: whoever asks for it again has it made anew. */
  release(key: string): void {
    this.#values.delete(key)
  }

  keys(): MapIterator<string> {
    return this.#keys.values()
  }

  *values(): MapIterator<Value> {
    for (const key of this.#keys) yield this.#made(key)
  }

  *entries(): MapIterator<[string, Value]> {
    for (const key of this.#keys) yield [key, this.#made(key)]
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries()
  }

  forEach(take: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this) take(value, key, this)
  }

  #made(key: string): Value {
    const before = this.#values.get(key)
    if (before !== undefined) return before
    const value = this.#make(key)
    this.#values.set(key, value)
    return value
  }
}
