import Scenes

/// Lays out an episode as a picture: the world, and around it what numbers tell.
public struct Dashboard: Sendable {
  public let recipe: RecipeFacts

  public init(_ recipe: RecipeFacts) { self.recipe = recipe }

  /// The picture of `view` in `width` by `height` pixels.
  ///
  /// - Parameter pixelScale: pixels per unit of text size and line width: 1, or 2 on dense screens.
  /// - Precondition: `width`, `height` and `pixelScale` are positive.
  public func composition(
    of view: EpisodeView, options: DashboardOptions = DashboardOptions(), width: Int, height: Int,
    pixelScale: Double = 1
  ) -> Composition { fatalError() }
}
