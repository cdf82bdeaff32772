// This app's one connection to the box: the typed client.
import { connect } from '@felt/api';

export const box = connect();
