import {emulateMedia} from '@web/test-runner-commands';
import {expect} from 'chai';
import {screen} from 'shadow-dom-testing-library';
import {location as place} from '../../src/components/location/location.ts';
import {mapsOf} from '../../src/components/location/maps.ts';
import type {LocationMessage} from '../../src/protocol/message.ts';
import '../../src/elements/location.ts';
import {audit, renderPart, until} from './part-fixture.ts';

const oslo: LocationMessage = {
  code: 'message',
  type: 'location',
  latitude: 59.9139,
  longitude: 10.7522,
  city: 'Oslo',
  region: 'Oslo',
  countryCode: 'NO',
  accuracy: 20,
};
const show = (message: LocationMessage = oslo, setting: Parameters<typeof renderPart>[1] = {}) =>
  renderPart((context) => place(message, context), setting);
const textOf = (root: ParentNode, selector: string) => root.querySelector(selector)?.textContent;

afterEach(async () => {
  document.documentElement.style.colorScheme = '';
  await emulateMedia({colorScheme: 'light'});
});

describe('a location', () => {
  it('shows its name, without repetition, its country, coordinates and accuracy', async () => {
    const {renderRoot} = await show();
    expect(screen.getByShadowRole('heading', {name: 'Oslo'})).not.to.equal(null);
    expect(textOf(renderRoot, '.subtitle')).to.equal('Norway · 59.9139, 10.7522 · Accurate to 20 m');
  });

  it('localizes its country and accuracy', async () => {
    const {renderRoot} = await show({...oslo, accuracy: 2500}, {locale: 'de'});
    expect(textOf(renderRoot, '.subtitle')).to.equal('Norwegen · 59.9139, 10.7522 · Accurate to 2,5 km');
  });

  it('without a name is titled by its coordinates, even 0, 0', async () => {
    const {renderRoot} = await show({code: 'message', type: 'location', latitude: 0, longitude: 0});
    expect(screen.getByShadowRole('heading', {name: '0, 0'})).not.to.equal(null);
    expect(renderRoot.querySelector('.subtitle')).to.equal(null);
    expect(screen.getByShadowRole<HTMLAnchorElement>('link', {name: /Show on map/}).href).to.include('mlat=0.000000&mlon=0.000000');
  });

  it('shows an unknown country code verbatim', async () => {
    const {renderRoot} = await show({...oslo, city: '', region: 'Westeros', countryCode: 'not a code'});
    expect(textOf(renderRoot, '.subtitle')).to.match(/^not a code/);
  });

  it('draws its pin without requesting anything from another origin', async () => {
    const before = performance.getEntriesByType('resource').length;
    const {renderRoot} = await show();
    expect(renderRoot.querySelectorAll('img, iframe, [src]').length).to.equal(0);
    expect(
      performance
        .getEntriesByType('resource')
        .slice(before)
        .filter(({name}) => !name.startsWith(window.location.origin)),
    ).to.deep.equal([]);
  });

  it('links to the most likely map, and to others on demand', async () => {
    const made = await show();
    const hrefs = () => screen.getAllByShadowRole('link').map((link) => new URL((link as HTMLAnchorElement).href).host);
    expect(hrefs()).to.deep.equal(['www.openstreetmap.org']);
    const others = screen.getByShadowRole('button', {name: 'Other maps', expanded: false});
    others.click();
    await made.updateComplete;
    expect(hrefs()).to.deep.equal(['www.openstreetmap.org', 'www.google.com', 'maps.apple.com']);
    expect(screen.getByShadowRole('button', {name: 'Other maps', expanded: true})).to.equal(others);
    others.click();
    await made.updateComplete;
    expect(hrefs().length).to.equal(1);
  });

  it('dispatches a page event before a map opens', async () => {
    const {pages} = await show();
    screen.getByShadowRole('link', {name: 'Show on map (opens in a new tab)'}).click();
    expect(pages.map(({name, button}) => [name, button])).to.deep.equal([['web_url', undefined]]);
  });

  it('prefers Apple Maps on Apple devices, and formats coordinates without exponents', () => {
    const names = (userAgent: string) => mapsOf({latitude: 1, longitude: 2}, userAgent).map(({name}) => name);
    expect(names('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0)')[0]).to.equal('Apple Maps');
    expect(names('Mozilla/5.0 (Linux; Android 15)')).to.deep.equal(['OpenStreetMap', 'Google Maps', 'Apple Maps']);
    for (const {url: address} of mapsOf({latitude: -1e-7, longitude: 179.123456789}, ''))
      expect(address).to.match(/^https:.*-0\.000000.*179\.123457/);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`passes an accessibility audit (${colorScheme})`, async () => {
      document.documentElement.style.colorScheme = colorScheme;
      await show(oslo, {view: {expanded: true}});
      await audit();
    });
  }
});

describe('<parley-location>', () => {
  it('renders a raw message with numeric strings, expands its maps, and renders nothing for other types', async () => {
    const made = document.createElement('parley-location');
    made.message = {latitude: '59.9', longitude: '10.7', city: 'Oslo'};
    document.body.replaceChildren(made);
    await made.updateComplete;
    expect(screen.getByShadowRole('heading', {name: 'Oslo'})).not.to.equal(null);
    screen.getByShadowRole('button', {name: 'Other maps'}).click();
    await until(() => screen.getAllByShadowRole('link').length === 3);
    made.message = {type: 'text', body: 'no place'};
    await made.updateComplete;
    expect(screen.queryByShadowRole('heading')).to.equal(null);
  });
});
