//! The measures: one file each, one line in the registry.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::at::At;
use crate::error::Problem;
use crate::key::{WORKING_DAYS, assumed, counted, decided, part};
use crate::workflow::Editor;

mod shared;

/// What a reader should know of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// Key in the scenario file.
    pub name: &'static str,
    /// 中文名.
    pub zh: &'static str,
    /// How it acts, in English.
    pub mechanism: &'static str,
    /// How it acts, in Chinese.
    pub mechanism_zh: &'static str,
    /// The redesign heuristic of Reijers and Liman Mansar (2005) that it is.
    pub heuristic: &'static str,
    /// The same in Chinese.
    pub heuristic_zh: &'static str,
    /// What it may make worse.
    pub side_effect: &'static str,
    /// The same in Chinese.
    pub side_effect_zh: &'static str,
}

/// What every measure can do.
trait Acts {
    /// What a reader should know of it.
    const ABOUT: About;
    /// Edits the workflow; on errors the edits so far are thrown away.
    fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>>;
}

macro_rules! registry {
    ($($module:ident::$Measure:ident),* $(,)?) => {
        $(mod $module; pub use $module::$Measure;)*

        /// One measure as the scenario file writes it: `do.set_limit = { .. }`.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Act {
            $(#[doc = concat!("See [`", stringify!($Measure), "`].")] $Measure($Measure),)*
        }

        impl Act {
            /// What a reader should know of it.
            pub fn about(&self) -> About {
                match self { $(Act::$Measure(_) => <$Measure as Acts>::ABOUT,)* }
            }

            /// Edits the workflow.
            ///
            /// # Errors
            /// Whatever keeps it from being applied; the editor is then of no further use.
            pub fn apply(&self, editor: &mut Editor) -> Result<(), Vec<Problem>> {
                match self { $(Act::$Measure(measure) => measure.apply(editor),)* }
            }
        }

        /// The minimal scenario of a measure, with figures that can be worked out by hand.
        pub fn example(name: &str) -> Option<&'static str> {
            $(if name == stringify!($module) {
                return Some(include_str!(concat!(
                    "../../../../scenarios/measures/", stringify!($module), ".toml"
                )));
            })*
            None
        }

        /// Every measure, in the order of the documentation.
        pub const ALL: &[About] = &[$(<$Measure as Acts>::ABOUT,)*];
    };
}

registry! {
    remove_step::RemoveStep,
    merge_steps::MergeSteps,
    joint_review::JointReview,
    joint_acceptance::JointAcceptance,
    run_in_parallel::RunInParallel,
    set_limit::SetLimit,
    scale_limits::ScaleLimits,
    simplify_step::SimplifyStep,
    drop_materials::DropMaterials,
    share_data::ShareData,
    waive_certificates::WaiveCertificates,
    commit::Commit,
    file_instead::FileInstead,
    abolish::Abolish,
    accept_with_gaps::AcceptWithGaps,
    one_window::OneWindow,
    one_seal::OneSeal,
    assess_region::AssessRegion,
    prepare_land::PrepareLand,
    deemed_approval::DeemedApproval,
    automate::Automate,
    meet_more_often::MeetMoreOften,
    add_officers::AddOfficers,
}
