import { bytesSuite, BYTES_SUITE_FILES } from './bytes.suite.ts';
import { literalRootfs, literalTree } from './literal.ts';
import { treeSuite, TREE_SUITE_FILES } from './tree.suite.ts';

treeSuite('literal', async () => literalTree(TREE_SUITE_FILES));
bytesSuite('literal', async () => literalRootfs(BYTES_SUITE_FILES));
