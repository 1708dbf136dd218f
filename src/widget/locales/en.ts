/** The chat's words in English. */
export {english as en} from '../../components/labels.ts';
