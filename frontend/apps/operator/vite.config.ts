import { app } from '../../vite.app.ts';

export default app({ base: '', bundle: 'split', router: 'hash', leaf: 'http://localhost:8081' });
