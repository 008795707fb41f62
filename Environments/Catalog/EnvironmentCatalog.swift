import ClassicControlEnvironments
import DecisionProcesses
import LocomotionEnvironments
import SafeControlEnvironments
import TabularEnvironments

/// Every world by its name: from an id or a recipe to an environment.
///
/// The only place where types are erased. Code that knows its world statically uses `Simulation` and
/// `Batch` directly and is faster.
public enum EnvironmentCatalog {
  /// Shows every world of every family to `visitor`, in the order of listings.
  @inlinable
  public static func enumerate<V: WorldVisitor>(_ visitor: inout V) {
    Tabular.enumerate(&visitor)
    ClassicControl.enumerate(&visitor)
    SafeControl.enumerate(&visitor)
    Locomotion.enumerate(&visitor)
  }

  /// What is known about each world without playing it.
  public static let entries: [CatalogEntry] = {
    var collector = EntryCollector()
    enumerate(&collector)
    return collector.entries
  }()

  /// What the world of that name needs and this machine lacks; nil where it can be played, or is not known.
  public static func missingRequirement(of identifier: String) -> MissingRequirement? {
    var finder = RequirementFinder(identifier: identifier)
    enumerate(&finder)
    return finder.missing
  }

  /// The worlds that can be played on this machine, in the order of listings.
  public static let playableIdentifiers: [String] = entries.map(\.identifier).filter {
    missingRequirement(of: $0) == nil
  }

  /// The entry of `identifier`, if it is known.
  public static func entry(_ identifier: String) -> CatalogEntry? {
    entries.first { $0.identifier == identifier }
  }
}

private struct RequirementFinder: WorldVisitor {
  let identifier: String
  var missing: MissingRequirement?

  mutating func visit<W: World>(_ world: W.Type) {
    if W.identifier == identifier { missing = W.missingRequirement }
  }
}

private struct EntryCollector: WorldVisitor {
  var entries: [CatalogEntry] = []
  mutating func visit<W: World>(_ world: W.Type) { entries.append(CatalogEntry(world)) }
}
