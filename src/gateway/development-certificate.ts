import {createPrivateKey, X509Certificate} from 'node:crypto';
import {mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';

export interface DevelopmentCertificate {
  /** PEM. */
  key: string;
  /** PEM. */
  cert: string;
  /** Path of the certificate alone, for `NODE_EXTRA_CA_CERTS` of bots that call back. */
  path: string;
}

const day = 24 * 60 * 60 * 1000;
/** Days a certificate is valid, and how many of them must be left for it to be reused. */
const lifetimeDays = 397;
const minDaysLeft = 30;

/**
 * A certificate for `localhost`, trusted only by those who are told to. It is stored in the folder and reused, so that
 * a bot has to be told once.
 * @param now Milliseconds since 1970.
 */
export async function developmentCertificate(folder: string, now = Date.now()): Promise<DevelopmentCertificate> {
  const path = resolve(folder, 'parley-development.crt');
  // One file, so that a key can never end up beside the certificate of another.
  const pairPath = join(resolve(folder), 'parley-development.pem');
  await mkdir(folder, {recursive: true});
  const stored = parsePair(await readFile(pairPath, 'utf8').catch(() => ''));
  const pair = stored && isUsable(stored, now) ? stored : await makePair(now);
  if (pair !== stored) await replaceFile(pairPath, `${pair.key}${pair.cert}`, 0o600);
  if ((await readFile(path, 'utf8').catch(() => '')) !== pair.cert) await replaceFile(path, pair.cert, 0o644);
  return {...pair, path};
}

type Pair = Pick<DevelopmentCertificate, 'key' | 'cert'>;

async function makePair(now: number): Promise<Pair> {
  const {generate} = await importSelfsigned();
  const {private: key, cert} = await generate([{name: 'commonName', value: 'localhost'}], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - day),
    notAfterDate: new Date(now + lifetimeDays * day),
    extensions: [
      {name: 'basicConstraints', cA: false, critical: true},
      {name: 'keyUsage', digitalSignature: true, critical: true},
      {name: 'extKeyUsage', serverAuth: true},
      {
        name: 'subjectAltName',
        altNames: [
          {type: 2, value: 'localhost'},
          {type: 7, ip: '127.0.0.1'},
          {type: 7, ip: '::1'},
        ],
      },
    ],
  });
  return {key: `${key.trim()}\n`, cert: `${cert.trim()}\n`};
}

async function importSelfsigned(): Promise<typeof import('selfsigned')> {
  try {
    return await import('selfsigned');
  } catch (cause) {
    throw new Error('A development certificate is made with the package "selfsigned": npm i selfsigned', {cause});
  }
}

function parsePair(text: string): Pair | undefined {
  const [, key, cert] = /^(-----BEGIN PRIVATE KEY-----[^]+?-----END PRIVATE KEY-----\n)(-----BEGIN CERTIFICATE-----[^]+)$/.exec(text) ?? [];
  return key !== undefined && cert !== undefined ? {key, cert} : undefined;
}

function isUsable({key, cert}: Pair, now: number): boolean {
  try {
    const certificate = new X509Certificate(cert);
    return Date.parse(certificate.validTo) - now > minDaysLeft * day && certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/** Atomically, so that a process starting at the same time reads either the old one or the new one. */
async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  const next = `${path}.${process.pid}`;
  await writeFile(next, text, {mode});
  await rename(next, path);
}
