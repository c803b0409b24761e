package io.zksolvency.prover.app;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the manifest. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = VersionProvider.class.getPackage().getImplementationVersion();
    return new String[] {"solvency " + (version == null ? "(development build)" : version)};
  }
}
