import DecisionProcesses
import RobustProcesses
import Scenes

/// A robust process looks like the nominal one.
extension RobustProcess: Depictable where Nominal: Depictable {
  public var view: Rect { nominal.view }

  public func depict(_ state: RobustState<Player.State>, in scene: inout Scene) {
    nominal.depict(state.nominal, in: &scene)
  }
}

/// A process that changes a finite one's rows and nothing of what its actions mean.
protocol NominalProviding {
  associatedtype Nominal: TabularProcess
  var nominal: Nominal { get }
}

extension RobustProcess: NominalProviding {}
