import type {CustomRenderer, CustomRenderers} from './context.ts';

/** The initial, empty map of renderers of an element. Setting a renderer later redraws everything, including earlier messages. */
export class RendererMap extends Map<string, CustomRenderer> {
  constructor(
    private readonly host: {renderers?: Map<string, CustomRenderer> | undefined},
    entries?: CustomRenderers,
  ) {
    super(entries);
  }

  override set(type: string, renderer: CustomRenderer): this {
    super.set(type, renderer);
    // Elements only update for a new object. While the constructor fills the map, there is no host yet.
    if (this.host) this.host.renderers = new RendererMap(this.host, this);
    return this;
  }
}
