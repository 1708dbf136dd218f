/**
 * Every `part` name a page may style with `::part()`, states included.
 * Chat and widget export them all, so that `parley-widget::part(bubble)` reaches the bubble wherever it stands.
 */
export const parts = [
  // States
  'bot', 'agent', 'visitor', 'system', 'first', 'middle', 'last', 'only', 'chosen', 'inert', 'sending', 'failed', 'horizontal', 'vertical',
  // The frame
  'launcher', 'badge', 'teaser', 'panel', 'header', 'avatar', 'name', 'status', 'header-button', 'menu', 'menu-row', 'dialog', 'banner',
  'transcript', 'entry', 'day', 'unread', 'notice', 'meta', 'pill', 'composer', 'field', 'input', 'send', 'foot', 'ended', 'queue', 'drop',
  // Messages
  'bubble', 'typing', 'quick-replies', 'reply', 'others', 'card', 'picture', 'title', 'subtitle', 'action', 'carousel', 'slides', 'arrow', 'position',
  'list', 'row', 'list-button', 'attachment', 'image', 'video', 'audio', 'file', 'mosaic', 'caption', 'lightbox', 'location', 'map',
  'time-picker', 'time-day', 'slot', 'confirm', 'link', 'fallback', 'button',
] as const;

/** The value for `exportparts`. */
export const exportedParts = parts.join(', ');
