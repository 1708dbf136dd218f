import {createElement as h, type ReactElement} from 'react';
import {AddonPanel, Button} from 'storybook/internal/components';
import {useGlobals} from 'storybook/manager-api';
import {eventRates, faultsOf, networks, own, rates, type Tuning} from '../stories/networks.ts';

interface Slider {
  name: string;
  label: string;
  value: number | undefined;
  /** Milliseconds; a share up to 1 unless told. */
  max?: number;
  set: (value: number) => void;
}

type Shares = Readonly<Record<string, number>>;

/** Sliders for everything that can go wrong on the way to the bot. A network of the toolbar is where they begin. */
export function NetworkPanel({active}: {active: boolean}): ReactElement {
  const [globals, update] = useGlobals();
  const {latency = 0, jitter = 0, rates: shares = {}, events = {}}: Tuning = faultsOf(globals);
  const change = (tuning: Tuning) => update({network: own, faults: {latency, jitter, rates: shares, events, ...tuning}});
  const time = (name: string, label: string, value: number | undefined, set: (value: number) => void) =>
    slider({name, label, value, max: 10_000, set});
  const share =
    (prefix: string, values: Shares, set: (values: Shares) => void) =>
    ([name, label]: [string, string]) =>
      slider({name: `${prefix}-${name}`, label, value: values[name], set: (value) => set({...values, [name]: value})});

  return h(AddonPanel, {
    active,
    children: h(
      'div',
      {style: {padding: 15, display: 'grid', gap: 15, maxWidth: 720}},
      h('div', {style: {display: 'flex', flexWrap: 'wrap', gap: 6}}, ...Object.entries(networks).map(preset(globals['network'], update))),
      group(
        'Every request and answer',
        time('latency', 'Travels', latency, (value) => change({latency: value})),
        time('jitter', 'Up to so much longer, at random', jitter, (value) => change({jitter: value})),
      ),
      group('Of the requests', ...Object.entries(rates).map(share('rate', shares, (values) => change({rates: values})))),
      group(
        'Of late events',
        time('late', 'Up to so much later, at random', events.late, (value) => change({events: {...events, late: value}})),
        ...Object.entries(eventRates).map(share('event', {...events}, (values) => change({events: values}))),
      ),
    ),
  });
}

function preset(chosen: unknown, update: (globals: Record<string, unknown>) => void) {
  return ([name, {title}]: [string, {title: string}]): ReactElement =>
    h(
      Button,
      {key: name, size: 'small', ariaLabel: false, active: chosen === name, onClick: () => update({network: name, faults: {}})},
      title,
    );
}

function group(title: string, ...sliders: ReactElement[]): ReactElement {
  const style = {display: 'grid', gap: 4, margin: 0, padding: 0, border: 0};
  return h('fieldset', {key: title, style}, h('legend', {style: {fontWeight: 'bold', marginBlockEnd: 4}}, title), ...sliders);
}

function slider({name, label, value = 0, max = 1, set}: Slider): ReactElement {
  const said = max > 1 ? `${value} ms` : `${Math.round(value * 100)} %`;
  return h(
    'label',
    {key: name, style: {display: 'grid', gridTemplateColumns: '16em 1fr 5em', gap: 10, alignItems: 'center'}},
    label,
    h('input', {
      type: 'range',
      min: 0,
      max,
      step: max / 100,
      value,
      'aria-valuetext': said,
      onChange: ({target}: {target: HTMLInputElement}) => set(target.valueAsNumber),
    }),
    h('output', {style: {textAlign: 'end'}}, said),
  );
}
