import type {StorybookConfig} from '@storybook/web-components-vite';

const config: StorybookConfig = {
  framework: '@storybook/web-components-vite',
  stories: ['../stories/*.mdx', '../stories/*.stories.ts'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y'],
  staticDirs: [
    {from: '../demo/pictures', to: '/pictures'},
    {from: '../docs/pictures', to: '/pictures'},
    {from: '../demo/media', to: '/media'},
    {from: '../stories/themes/pictures', to: '/themes'},
  ],
  core: {disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false},
};

export default config;
