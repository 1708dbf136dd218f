import {createElement} from 'react';
import {addons, types} from 'storybook/manager-api';
import {NetworkPanel} from './network-panel.ts';

addons.register('parley/network', () => {
  addons.add('parley/network/panel', {
    type: types.PANEL,
    title: 'Network',
    render: ({active}) => createElement(NetworkPanel, {active: active === true}),
  });
});
