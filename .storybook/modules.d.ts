/** Written by `cem analyze`, before the stories are built or served. */
declare module '*/custom-elements.json' {
  const manifest: object;
  export default manifest;
}

/** Added to the page by vite. */
declare module '*.css';
