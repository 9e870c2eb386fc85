import { choiceInputLook, choiceLook } from "../store/choice-look.ts";
import { PlanFacts } from "./plan-facts.tsx";
import { planValue, type ShownPlan } from "./plan-offer.ts";

/** One plan to choose: a row on phones, a card elsewhere. */
export function PlanOption(props: { plan: ShownPlan; position: number; chosen: boolean; trial: boolean }) {
  const { plan, position, chosen, trial } = props;
  return (
    <label data-choice className={choiceLook}>
      <input
        type="radio"
        name="plan"
        value={planValue(plan)}
        defaultChecked={chosen}
        data-offer={position}
        required
        className={choiceInputLook}
      />
      <PlanFacts plan={plan} mark={trial ? "trial" : null} />
    </label>
  );
}
