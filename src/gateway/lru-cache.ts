/** A limited number of values by name; when full, the least recently used one is dropped. */
export class LruCache<T> {
  /** The least recently used comes first. */
  readonly #values = new Map<string, T>();

  constructor(private readonly capacity: number) {}

  get(name: string): T | undefined {
    const value = this.#values.get(name);
    if (value !== undefined) this.set(name, value);
    return value;
  }

  set(name: string, value: T): void {
    this.#values.delete(name);
    this.#values.set(name, value);
    if (this.#values.size <= this.capacity) return;
    for (const oldest of this.#values.keys()) return void this.#values.delete(oldest);
  }
}
