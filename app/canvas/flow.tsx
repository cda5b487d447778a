import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useKeyPress,
  useStore,
} from "@xyflow/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCanvas } from "./canvas-context.ts";
import { CanvasMap } from "./canvas-map.tsx";
import { cardBoxes } from "./card-boxes.ts";
import { gridSize } from "./card-size.ts";
import { EdgeTools } from "./edge-tools.tsx";
import { type FlowNode, manySteps } from "./flow-elements.ts";
import type { FlowHandle } from "./flow-handle.ts";
import { LiveDots } from "./live-dots.tsx";
import { NoteCard } from "./note-card.tsx";
import { PathEdge, type PathFlowEdge } from "./path-edge.tsx";
import { PersonCursors } from "./person-cursors.tsx";
import { SectionFrame } from "./section-frame.tsx";
import { StepCard } from "./step-card.tsx";
import { useConnecting } from "./use-connecting.ts";
import { useFlowElements } from "./use-flow-elements.ts";
import { revealCard } from "./use-focus-card.ts";
import { useHoveredEdge } from "./use-hovered-edge.ts";
import { useNodeDrag } from "./use-node-drag.ts";
import { useOwnCursor } from "./use-own-cursor.ts";
import { usePaletteDrop } from "./use-palette-drop.ts";
import { useValueStore } from "./use-value-store.ts";
import { maxZoom, minZoom, zoomLevel } from "./zoom-level.ts";

const nodeTypes = { step: StepCard, note: NoteCard, section: SectionFrame };
const edgeTypes = { path: PathEdge };
const grid: [number, number] = [gridSize, gridSize];

type FlowProps = {
  label: string;
  viewport: { x: number; y: number; zoom: number };
  isNarrow: boolean;
  onPeoplePerDot: (people: number) => void;
};

/** The drawing surface: steps, paths, notes, sections, other people's cursors and the live dots. */
export function Flow(props: FlowProps) {
  return (
    <ReactFlowProvider>
      <FlowSurface {...props} />
    </ReactFlowProvider>
  );
}

function FlowSurface({ label, viewport, isNarrow, onPeoplePerDot }: FlowProps) {
  const { t } = useTranslation();
  const { canEdit, graph, view } = useCanvas();
  const { nodes, edges, changeNodes } = useFlowElements();
  const tool = useValueStore(view, (current) => current.tool);
  const isSettling = useValueStore(view, (current) => current.isSettling);
  const level = useStore((state) => zoomLevel(state.transform[2]));
  const isFree = useKeyPress("Alt");
  const hovered = useHoveredEdge();
  const isEditable = canEdit && !isNarrow;
  const { isReady, onInit } = useFlowStart();
  return (
    <div className="canvas-flow" data-level={level} data-tool={tool} data-settling={isSettling} data-ready={isReady}>
      <ReactFlow<FlowNode, PathFlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={changeNodes}
        onInit={onInit}
        defaultViewport={viewport}
        minZoom={minZoom}
        maxZoom={maxZoom}
        snapToGrid={!isFree}
        snapGrid={grid}
        nodesDraggable={isEditable && tool === "select"}
        nodesConnectable={isEditable}
        elementsSelectable
        selectionOnDrag={tool === "select" && !isNarrow}
        selectionMode={SelectionMode.Partial}
        panOnDrag={tool === "hand" || isNarrow ? true : [1, 2]}
        panOnScroll
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={["Shift", "Meta", "Control"]}
        disableKeyboardA11y
        nodeDragThreshold={3}
        connectionRadius={32}
        connectionLineType={ConnectionLineType.SmoothStep}
        elevateNodesOnSelect={false}
        onlyRenderVisibleElements={graph.get().nodes.length > manySteps}
        attributionPosition="top-right"
        aria-label={label}
        {...useNodeDrag(changeNodes)}
        {...useConnecting()}
        {...usePaletteDrop()}
        {...useOwnCursor()}
        {...hovered.handlers}
        onNodeClick={(event, node) => {
          if (event.shiftKey || event.metaKey || event.ctrlKey || node.type !== "step") return;
          view.update((current) => ({ ...current, inspected: node.id }));
        }}
        onNodeDoubleClick={(_event, node) => {
          if (isEditable) view.update((current) => ({ ...current, renaming: node.id }));
        }}
        onEdgeClick={(_event, edge) =>
          view.update((current) => ({ ...current, selection: new Set(), selectedEdge: edge.id, inspected: undefined }))
        }
        onPaneClick={() =>
          view.update((current) => ({
            ...current,
            selection: new Set(),
            selectedEdge: undefined,
            inspected: undefined,
            picker: undefined,
          }))
        }
      >
        <Background variant={BackgroundVariant.Dots} gap={gridSize} size={2} />
        {isEditable && <EdgeTools edge={hovered.edge} onHold={hovered.hold} onLetGo={hovered.letGo} />}
        <LiveDots onPeoplePerDot={onPeoplePerDot} />
        <PersonCursors />
        {!isNarrow && <CanvasMap label={t("canvas.map.label")} />}
      </ReactFlow>
    </div>
  );
}

/** Takes the surface over when it is drawn. A link to a step (`?node=`) opens with that step in view. */
function useFlowStart(): { isReady: boolean; onInit: (instance: FlowHandle) => void } {
  const { flow, graph, view } = useCanvas();
  const [isReady, setReady] = useState(false);
  const onInit = (instance: FlowHandle): void => {
    flow.current = instance;
    setReady(true);
    const { inspected } = view.get();
    if (inspected !== undefined) revealCard(inspected, instance, cardBoxes(graph.get(), instance));
  };
  return { isReady, onInit };
}
