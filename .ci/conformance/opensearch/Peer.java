import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/**
 * One node of OpenSearch 2.19 or 3 from its jars, for tests. Its arguments are settings as
 * key=value.
 */
public final class Peer extends Node {
  /** What every distribution has and the engine needs; version 3 calls each "…ModulePlugin". */
  private static final List<String> PLUGINS =
      List.of(
          "org.opensearch.transport.Netty4",
          "org.opensearch.analysis.common.CommonAnalysis",
          "org.opensearch.painless.Painless",
          "org.opensearch.index.mapper.MapperExtras");

  @SuppressWarnings({"unchecked", "rawtypes"}) // of classes in version 2, of PluginInfo in 3
  private Peer(Environment environment, Collection plugins) {
    super(environment, plugins, true);
  }

  private static Collection<Object> plugins() throws ReflectiveOperationException {
    Collection<Object> found = new ArrayList<>();
    for (String name : PLUGINS) {
      if (Version.CURRENT.major < 3) {
        found.add(Class.forName(name + "Plugin"));
        continue;
      }
      String plugin = name + "ModulePlugin";
      found.add(
          PluginInfo.class
              .getConstructor(
                  String.class, String.class, String.class, Version.class, String.class, String.class,
                  String.class, List.class, boolean.class)
              .newInstance(plugin, plugin, "", Version.CURRENT, "21", plugin, "", List.of(), false));
    }
    return found;
  }

  public static void main(String[] arguments) throws Exception {
    Settings.Builder settings = Settings.builder();
    for (String argument : arguments) {
      int at = argument.indexOf('=');
      settings.put(argument.substring(0, at), argument.substring(at + 1));
    }
    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(settings.build(), Map.of(), null, () -> "peer");
    Peer node = new Peer(environment, plugins());
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(node, ended)));
    node.start();
    System.out.println("started");
    ended.await();
  }

  private static void end(Node node, CountDownLatch ended) {
    try {
      node.close();
    } catch (Exception e) {
      e.printStackTrace();
    }
    ended.countDown();
  }
}
