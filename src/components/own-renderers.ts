import type {CustomRenderer, CustomRenderers} from './context.ts';

/** The initial renderers of an element. Setting one later redraws the element, including messages already shown. */
export class OwnRenderers extends Map<string, CustomRenderer> {
  constructor(
    private readonly host: {renderers?: Map<string, CustomRenderer> | undefined},
    own?: CustomRenderers,
  ) {
    super(own);
  }

  override set(type: string, renderer: CustomRenderer): this {
    super.set(type, renderer);
    // Elements draw anew what is another object; a map that is only just filled has no host yet.
    if (this.host) this.host.renderers = new OwnRenderers(this.host, this);
    return this;
  }
}
