import {createHmac, KeyObject} from 'node:crypto';

type Undo = () => void;
type Subtle = typeof crypto.subtle;

/**
 * Makes Node's `setImmediate` and HMAC functions run as microtasks instead of in the next loop iteration or in other threads, since virtual
 * time only waits for promises. Signatures stay real, and deferred work still runs after the code that follows it.
 */
export function installMicrotaskPlatform(): Undo {
  const {setImmediate, clearImmediate} = globalThis;
  const off = new Set<object>();
  Object.assign(globalThis, {
    setImmediate: (work: () => void) => {
      const handle = {};
      void Promise.resolve().then(() => off.has(handle) || work());
      return handle;
    },
    clearImmediate: (handle?: object) => void (handle && off.add(handle)),
  });
  const {subtle} = crypto;
  const hmac = (key: CryptoKey, data: BufferSource): Buffer =>
    createHmac('sha256', KeyObject.from(key))
      .update(Buffer.from(data as Uint8Array))
      .digest();
  const sign: Subtle['sign'] = async (_, key, data) => new Uint8Array(hmac(key, data)).buffer;
  const verify: Subtle['verify'] = async (_, key, signature, data) => hmac(key, data).equals(Buffer.from(signature as Uint8Array));
  Object.defineProperties(subtle, {sign: {value: sign, configurable: true}, verify: {value: verify, configurable: true}});
  return () => {
    Object.assign(globalThis, {setImmediate, clearImmediate});
    for (const name of ['sign', 'verify']) Reflect.deleteProperty(subtle, name);
  };
}
